import ArgumentParser
import CampaignKit
import Foundation

/// Makes an archive of mutated bodies, or imports mutated files, in a process that may crash.
struct MutateEvents: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutate", abstract: "Mutate bodies or files of events.", shouldDisplay: false)

  @Argument(help: "bodies or files") var kind: String
  @Argument(help: "An archive, or a file of events.") var source: String
  @Argument(help: "The archive to make, or a directory to work in.") var target: String
  @Argument var seed: UInt64
  @Argument var count: Int

  func run() throws {
    if kind == "bodies" {
      try MutatedArchive.make(at: target, from: source, seed: seed, count: count)
      return
    }
    let wrongs = try MutatedArchive.importMutated(source, beside: target, seed: seed, count: count)
    for wrong in wrongs { print(wrong) }
    if !wrongs.isEmpty { throw ExitCode(1) }
  }
}

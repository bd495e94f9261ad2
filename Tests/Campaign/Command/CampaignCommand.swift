import ArgumentParser
import CampaignKit
import Foundation
import Synchronization

/// Attacks the built program beside it, part by part, and says what was tried, what failed, and how to repeat it.
@main
struct CampaignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract: "Attack the program that was built beside this one.",
    discussion: """
      The same seed tries the same. Exit codes: 0 nothing failed, 1 something failed, 64 wrong usage.
      """,
    subcommands: [RunParts.self, AppendEvents.self, MutateEvents.self], defaultSubcommand: RunParts.self)
}

/// Runs the parts.
struct RunParts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the parts of the campaign.")

  @Option(help: "short: what make test runs; long: everything.")
  var extent = "long"
  @Option(help: "What is drawn is drawn from it.")
  var seed: UInt64 = 1
  @Option(help: "How long all parts may take together.")
  var minutes: Double?
  @Option(help: "The parts to run, by name; all unless given.")
  var part: [String] = []
  @Option(help: "The one attempt to run, as a failure names it.")
  var `repeat`: String?
  @Flag(name: .customLong("until-failure"), help: "Stop a part at its first failure.")
  var untilFailure = false
  @Flag(help: "Print how long each attempt took, too.")
  var times = false
  @Option(help: "How many attempts run at a time.")
  var workers = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard Extent(rawValue: extent) != nil else { throw ValidationError("--extent is short or long.") }
    for name in part where !Parts.all.contains(where: { $0.name == name }) {
      throw ValidationError(
        "No part is called \(name); there are \(Parts.all.map(\.name).joined(separator: ", ")).")
    }
  }

  func run() throws {
    var campaign = Campaign(Extent(rawValue: extent) ?? .long, seed: seed)
    campaign.workers = workers
    campaign.only = `repeat`
    campaign.untilFailure = untilFailure
    var wanted = part
    if let first = `repeat`?.split(separator: "/").first, wanted.isEmpty { wanted = [String(first)] }
    let parts = Parts.all.filter { wanted.isEmpty || wanted.contains($0.name) }
    campaign.minutesEach = minutes.map { $0 / Double(parts.count) }
    var failed = 0
    for part in parts {
      campaign.progress = Self.progress(of: part.name)
      let report = try campaign.run(part)
      print(report)
      for time in report.times where times { print("  \(time.seconds) s were \(time.attempt)") }
      fflush(nil)
      failed += report.failures.count
    }
    if failed > 0 { throw ExitCode(1) }
  }

  /// Says on standard error what failed as soon as it did, and each minute how far a part has come.
  private static func progress(of part: String) -> @Sendable (Int, Int, PartReport.Failure?) -> Void {
    let last = Mutex(Date())
    return { done, all, failure in
      var lines = failure.map { "\($0)\n" } ?? ""
      last.withLock { last in
        guard Date().timeIntervalSince(last) >= 60 else { return }
        last = Date()
        lines += "\(part): \(done) of \(all) attempts\n"
      }
      if !lines.isEmpty { FileHandle.standardError.write(Data(lines.utf8)) }
    }
  }
}

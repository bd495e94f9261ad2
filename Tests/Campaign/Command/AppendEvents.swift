import ArgumentParser
import CampaignKit
import EventLog
import Foundation

/// Appends the first events of another archive one by one, and prints the sequence of each when it is durable.
struct AppendEvents: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "append", abstract: "Append events one by one and acknowledge each.", shouldDisplay: false)

  @Argument var archive: String
  @Argument var source: String
  @Argument var count: UInt64

  func run() throws {
    do {
      let events = try RecordedEvents.read(source, first: count)
      let log = try EventLog.open(at: archive, mode: .create, mapBytes: 1 << 30)
      for event in events {
        let line = Array("\(try log.append(event))\n".utf8)
        guard write(1, line, line.count) == line.count else { throw ExitCode(1) }
      }
      log.close()
    } catch let error as EventLogError {
      FileHandle.standardError.write(Data("campaign: \(error)\n".utf8))
      throw ExitCode(1)
    }
  }
}

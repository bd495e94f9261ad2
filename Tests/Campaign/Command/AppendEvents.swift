import ArgumentParser
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
      let events = try Self.events(of: source, count)
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

  private static func events(of source: String, _ count: UInt64) throws -> [NewEvent] {
    let log = try EventLog.open(at: source, mode: .readOnly, mapBytes: 1 << 30)
    defer { log.close() }
    return try log.read { (snapshot: borrowing Snapshot) in
      var events: [NewEvent] = []
      var reader = BodyReader()
      for sequence in 1...count {
        let body = Array(try reader.verifiedBody(of: sequence, in: snapshot).bytes)
        events.append(NewEvent(copying: try snapshot.header(of: sequence), body: body))
      }
      return events
    }
  }
}

extension NewEvent {
  /// An event as it stands in another archive.
  init(copying header: EventHeader, body: [UInt8]) {
    self.init(
      run: header.run, ordinal: header.ordinal, kind: header.kind, endpoint: header.endpoint,
      method: header.method, host: header.host, path: header.path, query: header.query,
      attempt: header.attempt, observedAt: header.observedAt,
      durationMicroseconds: header.durationMicroseconds, httpVersion: header.httpVersion,
      status: header.status, responseHeaders: header.responseHeaders, flags: header.flags, body: body,
      salt: header.salt, appendedAt: header.appendedAt, sequence: header.sequence)
  }
}

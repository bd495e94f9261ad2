import EventLog
import EventModel
import TestKit

extension ArchiveBuilder {
  /// Every event, as it could be appended to another archive.
  func events() throws -> [NewEvent] {
    var reader = BodyReader()
    return try log.read { (snapshot: borrowing Snapshot) in
      var events: [NewEvent] = []
      for sequence in 1...snapshot.lastSequence {
        let header = try snapshot.header(of: sequence)
        let body = try reader.body(of: sequence, in: snapshot).withBytes { Array($0) }
        events.append(
          NewEvent(
            run: header.run, ordinal: header.ordinal, kind: header.kind, endpoint: header.endpoint,
            method: header.method, host: header.host, path: header.path, query: header.query,
            attempt: header.attempt, observedAt: header.observedAt,
            durationMicroseconds: header.durationMicroseconds, httpVersion: header.httpVersion,
            status: header.status, responseHeaders: header.responseHeaders, flags: header.flags, body: body))
      }
      return events
    }
  }
}

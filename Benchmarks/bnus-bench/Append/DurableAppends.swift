import EventLog
import EventModel

/// Appends the events of one archive to another as a sync does: one at a time, durable on return.
struct DurableAppends {
  private(set) var events = 0
  private(set) var bodyBytes = 0
  /// What the appends took, without the reading of what they append.
  private(set) var microseconds: Int64 = 0
  private let source: EventLog
  private let target: EventLog

  init(from: String, to: String) throws(EventLogError) {
    source = try EventLog.open(at: from, mode: .readOnly)
    target = try EventLog.open(at: to, mode: .create)
  }

  /// Appends the events up to this sequence, or to the end of the source.
  mutating func run(through sequence: UInt64) throws {
    let last = try source.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    var reader = BodyReader()
    let clock = ContinuousClock()
    for sequence in 1...max(1, min(last, sequence)) {
      let event = try event(of: sequence, with: &reader)
      let start = clock.now
      _ = try target.append(event)
      microseconds += Int64((clock.now - start) / .microseconds(1))
      events += 1
      bodyBytes += event.body.count
    }
  }

  private func event(of sequence: UInt64, with reader: inout BodyReader) throws -> NewEvent {
    try source.read { (snapshot: borrowing Snapshot) in
      let header = try snapshot.header(of: sequence)
      let body = try reader.verifiedBody(of: sequence, in: snapshot)
      return NewEvent(
        run: header.run, ordinal: header.ordinal, kind: header.kind, endpoint: header.endpoint,
        method: header.method, host: header.host, path: header.path, query: header.query,
        attempt: header.attempt, observedAt: header.observedAt,
        durationMicroseconds: header.durationMicroseconds, httpVersion: header.httpVersion,
        status: header.status, responseHeaders: header.responseHeaders, flags: header.flags,
        body: Array(body.bytes), salt: header.salt)
    }
  }
}

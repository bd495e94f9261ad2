import EventLog
public import EventModel

/// Events as they stand in an archive.
public enum RecordedEvents {
  /// The first of them, or all.
  public static func read(_ archive: String, first count: UInt64 = .max) throws -> [NewEvent] {
    let log = try EventLog.open(at: archive, mode: .readOnly, mapBytes: 1 << 30)
    defer { log.close() }
    return try log.read { (snapshot: borrowing Snapshot) in
      var events: [NewEvent] = []
      var reader = BodyReader()
      for sequence in 1...min(count, snapshot.lastSequence) {
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

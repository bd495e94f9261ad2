import EventLog
import EventModel

/// Events for tests.
enum Events {
  static let run = RunID("run-1")!
  static let start = Timestamp(microseconds: 1_618_677_408_000_000)

  /// A response with a body.
  static func response(
    _ ordinal: UInt32, run: RunID = run, endpoint: String = "/api/v3/exchangeInfo", query: String = "",
    status: UInt16 = 200, body: [UInt8]
  ) -> NewEvent {
    NewEvent(
      run: run, ordinal: ordinal, endpoint: endpoint, method: "GET", host: "api.binance.us", path: endpoint,
      query: query, attempt: 1, observedAt: Timestamp(microseconds: start.microseconds + Int64(ordinal)),
      durationMicroseconds: 1234, httpVersion: .http1_1, status: status,
      responseHeaders: [HeaderField(name: "Content-Type", value: "application/json")], body: body)
  }

  /// Bodies that change a little from one to the next, as snapshots of an exchange do.
  static func similarBodies(_ count: Int, bytes: Int, using generator: inout SeededGenerator) -> [[UInt8]] {
    var body = generator.bytes(bytes).map { UInt8(ascii: "0") + $0 % 64 }
    return (0..<count).map { _ in
      for _ in 0..<(1 + bytes / 500) {
        body[Int.random(in: 0..<bytes, using: &generator)] = UInt8.random(in: 48...57, using: &generator)
      }
      return body
    }
  }

  /// Any event at all, bodies up to some KB.
  static func any(_ ordinal: UInt32, using generator: inout SeededGenerator) -> NewEvent {
    let kind = EventKind.allCases.randomElement(using: &generator)!
    let flags = EventFlags(rawValue: UInt32.random(in: 0...15, using: &generator))
    let endpoints = ["/api/v3/exchangeInfo", "/api/v3/ticker/price", "/api/v3/myTrades", "ünï", ""]
    return NewEvent(
      run: RunID("run-\(Int.random(in: 0...3, using: &generator))")!, ordinal: ordinal,
      kind: kind,
      endpoint: kind == .annotation ? Annotation.endpoint : endpoints.randomElement(using: &generator)!,
      method: ["GET", "POST", ""].randomElement(using: &generator)!, host: generator.text(through: 40),
      path: generator.text(through: 60), query: generator.text(through: 200),
      attempt: .random(in: 0 ... .max, using: &generator),
      observedAt: Timestamp(microseconds: .random(in: .min ... .max, using: &generator)),
      durationMicroseconds: Bool.random(using: &generator)
        ? nil : .random(in: .min ... .max, using: &generator),
      httpVersion: HTTPVersion.allCases.randomElement(using: &generator)!,
      status: [0, 200, 204, 404, 429, 65535].randomElement(using: &generator)!,
      responseHeaders: (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        HeaderField(name: generator.text(through: 30), value: generator.text(through: 100))
      },
      flags: flags, body: generator.bytes(Int.random(in: 0...3000, using: &generator)))
  }
}

extension EventLog {
  /// Everything of an event as it would be exported.
  func exported(_ sequence: UInt64) throws -> NewEvent {
    try read { (snapshot: borrowing Snapshot) in
      var reader = BodyReader()
      let header = try snapshot.header(of: sequence)
      let body = try reader.body(of: sequence, in: snapshot)
      return NewEvent(
        run: header.run, ordinal: header.ordinal, kind: header.kind, endpoint: header.endpoint,
        method: header.method, host: header.host, path: header.path, query: header.query,
        attempt: header.attempt, observedAt: header.observedAt,
        durationMicroseconds: header.durationMicroseconds, httpVersion: header.httpVersion,
        status: header.status, responseHeaders: header.responseHeaders, flags: header.flags,
        body: body.withBytes { Array($0) }, salt: header.salt, appendedAt: header.appendedAt,
        sequence: header.sequence)
    }
  }

  func root() throws -> Digest {
    try read { (snapshot: borrowing Snapshot) in try snapshot.treeRoot(size: snapshot.lastSequence) }
  }

  func lastSequence() throws -> UInt64 {
    try read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
  }

  func body(_ sequence: UInt64) throws -> [UInt8] {
    try exported(sequence).body
  }
}

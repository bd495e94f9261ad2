import BinanceUS
import EventLog
import JSONView
import SimulatedExchange

/// Asks the simulated world what a run asks, and keeps every answer as an event: the snapshots,
/// then trades and orders of every symbol page by page, then what goes wrong in real life.
struct RunRecorder {
  private let world: SimulatedWorld
  private var sequence: UInt64 = 0
  private var events: [NewEvent] = []
  private var lastIDs: [String: Int64] = [:]
  private var run = RunID("none")

  init(world: SimulatedWorld) {
    self.world = world
  }

  /// Records one run and gives its id.
  mutating func record(at time: SimulatedTime, into log: EventLog) throws -> RunID {
    let stamp = time.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" }
    guard let run = RunID("\(stamp)Z-fixture") else { preconditionFailure("a time makes a run id") }
    self.run = run
    events = []
    add(.runStart, at: time, body: #"{"source":"simulated exchange"}"#)
    for path in [
      "/api/v3/time", "/api/v3/exchangeInfo", "/api/v3/ticker/24hr", "/api/v3/account",
      "/sapi/v1/capital/config/getall",
    ] { ask(path, [], at: time) }
    for symbol in world.truth.symbols(at: time).map(\.symbol) {
      try walk("/api/v3/myTrades", symbol, cursor: "fromId", id: "id", at: time)
      try walk("/api/v3/allOrders", symbol, cursor: "orderId", id: "orderId", at: time)
    }
    addFaults(at: time)
    add(.runEnd, at: time, body: #"{"outcome":"partly done"}"#)
    _ = try log.append(contentsOf: events)
    return run
  }

  /// Pages of a history, each from the last id known inclusive, until one brings nothing new.
  private mutating func walk(
    _ path: String, _ symbol: String, cursor: String, id: String, at time: SimulatedTime
  ) throws {
    let key = "\(path) \(symbol)"
    while true {
      let from = lastIDs[key] ?? 0
      let answer = ask(
        path, [("symbol", symbol), (cursor, "\(from)"), ("limit", "1000")], at: time)
      guard answer.status == 200 else { return }
      let ids = try JSONValue.parse(answer.body).elements?.compactMap { $0[id]?.int64 } ?? []
      guard let last = ids.max(), last > from else { return }
      lastIDs[key] = last
    }
  }

  /// What a reader has to live with: an unknown symbol, the CDN's page, a broken connection,
  /// a body cut short under status 200, and records that lack a key.
  private mutating func addFaults(at time: SimulatedTime) {
    ask("/api/v3/myTrades", [("symbol", "NOSUCHUSD"), ("fromId", "0"), ("limit", "1000")], at: time)
    addAnswer(
      "/api/v3/account", "", status: 403, type: "text/html", at: time,
      body: "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD></HTML>")
    addAnswer(
      "/api/v3/ticker/24hr", "", status: 200, type: "application/json;charset=UTF-8", at: time,
      body: #"[{"symbol":"BTCUSD","priceChange":"-5"#)
    addAnswer(
      "/api/v3/myTrades", "fromId=0&limit=1000&symbol=ETHUSD", status: 200,
      type: "application/json;charset=UTF-8", at: time,
      body: #"[{"symbol":"ETHUSD","orderId":1,"price":"1.0"},7]"#)
    add(
      .failure, "/api/v3/time", "", at: time,
      body: #"{"error":"timeout","message":"no answer within 30 s"}"#)
  }

  @discardableResult
  private mutating func ask(
    _ path: String, _ query: [(String, String)], at time: SimulatedTime
  ) -> SimulatedAnswer {
    let answer = world.answer(to: SimulatedRequest(path: path, query: query), at: time)
    let text = query.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    add(
      .response, path, CanonicalQuery(text).text, at: time, status: UInt16(answer.status),
      headers: answer.headers.map { HeaderField(name: $0.name, value: $0.value) },
      bytes: answer.body)
    return answer
  }

  private mutating func addAnswer(
    _ path: String, _ query: String, status: UInt16, type: String, at time: SimulatedTime,
    body: String
  ) {
    add(
      .response, path, query, at: time, status: status,
      headers: [HeaderField(name: "content-type", value: type)], bytes: Array(body.utf8))
  }

  private mutating func add(
    _ kind: EventKind, _ path: String = "", _ query: String = "", at time: SimulatedTime,
    body: String
  ) {
    add(kind, path, query, at: time, status: 0, headers: [], bytes: Array(body.utf8))
  }

  private mutating func add(
    _ kind: EventKind, _ path: String, _ query: String, at time: SimulatedTime, status: UInt16,
    headers: [HeaderField], bytes: [UInt8]
  ) {
    guard let run else { preconditionFailure("a run is being recorded") }
    let isExchange = kind == .response || kind == .failure
    let observed = Timestamp(microseconds: time.milliseconds * 1000 + Int64(events.count) * 180_000)
    sequence += 1
    events.append(
      NewEvent(
        run: run, ordinal: UInt32(events.count), kind: kind, endpoint: path,
        method: isExchange ? "GET" : "", host: isExchange ? "api.binance.us" : "", path: path,
        query: query, attempt: isExchange ? 1 : 0, observedAt: observed,
        durationMicroseconds: isExchange ? 40_000 + Int64(bytes.count % 30_000) : nil,
        httpVersion: kind == .response ? .http2 : .unknown, status: status,
        responseHeaders: headers, body: bytes, salt: salt(events.count), appendedAt: observed,
        sequence: sequence))
  }

  /// Not random, so that recording twice gives the same bytes.
  private func salt(_ ordinal: Int) -> Salt {
    let name = Array("fixture \(sequence) \(ordinal)".utf8)
    let digest = name.withUnsafeBytes(Digest.sha256).hex
    guard let salt = Salt(hex: String(digest.prefix(32))) else {
      preconditionFailure("32 hex digits make a salt")
    }
    return salt
  }
}

import BinanceUS
import EventLog
import JSONView
import SimulatedExchange
import Synchronization
import TestKit

/// Three days of a simulated exchange as a list of events that a test may alter before they become
/// an archive. Each day everything is asked anew, so that every record is told more than once.
struct ThreeDays {
  struct Recorded {
    let run: String
    let ordinal: UInt32
    let endpoint: String
    var query: String
    let time: Timestamp
    var body: [UInt8] { didSet { rows = Recorded.rows(of: body) } }
    private(set) var rows: [JSONValue]

    init(run: String, ordinal: UInt32, endpoint: String, query: String, time: Timestamp, body: [UInt8]) {
      (self.run, self.ordinal, self.endpoint, self.query) = (run, ordinal, endpoint, query)
      (self.time, self.body) = (time, body)
      rows = Recorded.rows(of: body)
    }

    private static func rows(of body: [UInt8]) -> [JSONValue] {
      do { return try JSONValue.parse(body).elements ?? [] } catch { return [] }
    }

    var symbol: String { CanonicalQuery(query).symbol ?? "" }
  }

  static let first = SimulatedTime(2026, 9, 20, 12, 0, 0)
  static let movements = [
    "/sapi/v1/capital/deposit/hisrec", "/sapi/v1/capital/withdraw/history",
    "/sapi/v1/fiatpayment/query/deposit/history", "/sapi/v1/fiatpayment/query/withdraw/history",
    "/sapi/v1/asset/assetDistributionHistory", "/sapi/v1/asset/query/dust-logs",
  ]

  private(set) var events: [Recorded] = []
  private var ordinal: UInt32 = 0

  /// The days of a seed, as they really were; made once.
  static func of(seed: UInt64) -> ThreeDays {
    known.withLock { known in
      let days = known[seed] ?? ThreeDays(seed: seed)
      known[seed] = days
      return days
    }
  }

  private static let known = Mutex<[UInt64: ThreeDays]>([:])

  init(seed: UInt64, asksMovements: Bool = true) {
    let world = SimulatedWorld(
      seed: seed, scale: .small,
      account: AccountActivity(
        acts: 150, from: SimulatedTime(2026, 9, 17), through: SimulatedTime(2026, 9, 24)))
    for day in 0..<3 {
      record(world, day: day, at: ThreeDays.first.adding(days: Int64(day)), asksMovements: asksMovements)
    }
  }

  private mutating func record(_ world: SimulatedWorld, day: Int, at time: SimulatedTime, asksMovements: Bool)
  {
    ordinal = 0
    for path in ["/api/v3/time", "/api/v3/exchangeInfo", "/api/v3/ticker/24hr", "/api/v3/account"] {
      ask(world, path, path.hasSuffix("24hr") ? [("symbol", "BTCUSDT")] : [], day, time)
    }
    if asksMovements {
      let window = [
        ("startTime", "\(time.milliseconds - 89 * 86_400_000)"), ("endTime", "\(time.milliseconds)"),
      ]
      for path in ThreeDays.movements { ask(world, path, window, day, time) }
    }
    for symbol in world.truth.symbols(at: time).map(\.symbol) {
      for (path, cursor, id) in [
        ("/api/v3/myTrades", "fromId", "id"), ("/api/v3/allOrders", "orderId", "orderId"),
      ] {
        ask(world, path, [("symbol", symbol), (cursor, "0"), ("limit", "1000")], day, time)
        guard let last = events[events.count - 1].rows.compactMap({ $0[id]?.int64 }).max() else { continue }
        ask(world, path, [("symbol", symbol), (cursor, "\(last)"), ("limit", "1000")], day, time)
      }
    }
  }

  private mutating func ask(
    _ world: SimulatedWorld, _ path: String, _ query: [(String, String)], _ day: Int, _ time: SimulatedTime
  ) {
    let answer = world.answer(to: SimulatedRequest(path: path, query: query), at: time)
    precondition(answer.status == 200, "\(path) \(query) \(answer.text)")
    add(path, query.map { "\($0.0)=\($0.1)" }.joined(separator: "&"), answer.body, day: day)
  }

  /// Adds an event at the end of a day's run.
  mutating func add(_ path: String, _ query: String, _ body: [UInt8], day: Int) {
    let time = ThreeDays.first.adding(days: Int64(day)).observed.microseconds + Int64(ordinal) * 100_000
    events.append(
      Recorded(
        run: "day-\(day + 1)", ordinal: ordinal, endpoint: path, query: CanonicalQuery(query).text,
        time: Timestamp(microseconds: time), body: body))
    ordinal += 1
  }

  mutating func remove(at place: Int) { events.remove(at: place) }

  /// Puts other bytes in a value's place.
  mutating func replace(_ value: JSONValue, in place: Int, with text: String) {
    events[place].body.replaceSubrange(value.range, with: text.utf8)
  }

  /// Takes a row of a list away.
  mutating func removeRow(_ row: Int, in place: Int) {
    let rows = events[place].rows
    let kept = rows.indices.filter { $0 != row }.map { rows[$0].rawText }
    events[place].body = Array("[\(kept.joined(separator: ","))]".utf8)
  }

  /// Rewrites the text of a body.
  mutating func rewrite(_ place: Int, _ change: (String) -> String) {
    events[place].body = Array(change(String(decoding: events[place].body, as: UTF8.self)).utf8)
  }

  /// The places of the answers of an endpoint from a day on (0 is the first).
  func places(_ endpoint: String, from day: Int = 0) -> [Int] {
    events.indices.filter { events[$0].endpoint == endpoint && events[$0].run >= "day-\(day + 1)" }
  }

  /// An archive of the events as they are now.
  func archive() throws -> ArchiveBuilder {
    let builder = try ArchiveBuilder()
    try builder.append(
      events.map { event in
        guard let run = RunID(event.run) else { preconditionFailure("a day is a run") }
        return NewEvent(
          run: run, ordinal: event.ordinal, kind: .response, endpoint: event.endpoint, method: "GET",
          host: "api.binance.us", path: event.endpoint, query: event.query, attempt: 1,
          observedAt: event.time,
          status: 200, body: event.body)
      })
    return builder
  }
}

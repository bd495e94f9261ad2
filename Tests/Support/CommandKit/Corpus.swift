import Foundation
import JSONView
import SimulatedExchange

/// A file of events large enough that a command takes a while over it: full market bodies and
/// pages of trades, salts and times included, so that every import of it gives the same tree.
public struct Corpus: Sendable {
  /// How many events are in it.
  public private(set) var events = 0
  private var text: [UInt8] = []
  private let world: SimulatedWorld

  /// Makes it: `runs` runs of 5 snapshots of the full market and a page a small symbol each.
  public init(seed: UInt64, runs: Int) {
    world = SimulatedWorld(seed: seed, scale: .full, account: .light)
    for run in 0..<runs {
      let time = SimulatedTime(2026, 9, 20).adding(hours: Int64(run))
      addRun("crash-\(run)", at: time)
    }
  }

  /// Writes it as JSON lines.
  public func write(to path: String) throws {
    try Data(text).write(to: URL(fileURLWithPath: path))
  }

  private mutating func addRun(_ run: String, at time: SimulatedTime) {
    var ordinal = 0
    add(run, &ordinal, "run_start", "", "", [], at: time)
    for path in [
      "/api/v3/time", "/api/v3/exchangeInfo", "/api/v3/ticker/24hr", "/api/v3/account",
      "/sapi/v1/capital/config/getall",
    ] {
      ask(run, &ordinal, path, [], at: time)
    }
    for symbol in world.truth.symbols(at: time).prefix(40).map(\.symbol) {
      ask(run, &ordinal, "/api/v3/myTrades", [("symbol", symbol), ("limit", "1000")], at: time)
      ask(run, &ordinal, "/api/v3/allOrders", [("symbol", symbol), ("limit", "1000")], at: time)
    }
    add(run, &ordinal, "run_end", "", "", [], at: time)
  }

  private mutating func ask(
    _ run: String, _ ordinal: inout Int, _ path: String, _ query: [(String, String)],
    at time: SimulatedTime
  ) {
    let answer = world.answer(to: SimulatedRequest(path: path, query: query), at: time)
    let words = query.map { "\($0.0)=\($0.1)" }.sorted().joined(separator: "&")
    add(run, &ordinal, "response", path, words, answer.body, at: time)
  }

  private mutating func add(
    _ run: String, _ ordinal: inout Int, _ kind: String, _ path: String, _ query: String,
    _ body: [UInt8], at time: SimulatedTime
  ) {
    events += 1
    let salt = String(events, radix: 16)
    let padded = String(repeating: "0", count: 32 - salt.count) + salt
    text +=
      """
      {"sequence":\(events),"run":"\(run)","ordinal":\(ordinal),"kind":"\(kind)","endpoint":"\(path)",\
      "query":"\(query)","observed_at":"\(time)","appended_at":"\(time)","salt":"\(padded)","body":
      """.utf8
    body.withUnsafeBytes { JSONText.appendQuoted($0, to: &text) }
    text += "}\n".utf8
    ordinal += 1
  }
}

import BinanceUS
import EventModel
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("A first sync that begins at a time")
struct SyncSinceTests {
  /// A time, in milliseconds, since which two orders of a symbol changed, but not one that lies between them.
  private static func start(of orders: [WorldTruth.OrderRow]) -> Int64? {
    for (_, rows) in Dictionary(grouping: orders, by: \.symbol).sorted(by: { $0.key < $1.key }) {
      let times = rows.sorted { $0.orderId < $1.orderId }.map(\.updateTime.milliseconds)
      for (place, time) in times.enumerated() {
        guard let between = times[place...].firstIndex(where: { $0 < time }) else { continue }
        if times[between...].contains(where: { $0 >= time }) { return time }
      }
    }
    return nil
  }

  @Test("takes for known only what was reported, and the next one brings all the rest")
  func since() async throws {
    let bench = try await SyncBench(
      account: AccountActivity(acts: 900), rules: ExchangeRules(weightLimit: 1_000_000))
    let moment = bench.server.clock.worldTime
    let start = try #require(
      Self.start(of: bench.server.truth.orders(at: moment)), "no window leaves an order out")
    #expect(try await bench.sync { $0.since = Timestamp(microseconds: start &* 1000) }.outcome == .done)
    let state = try SyncState.load(from: bench.log)
    let reported = Set(try bench.tables().texts("SELECT symbol || ' ' || orderId FROM \"order\""))
    var (between, wrong) = (0, [String]())
    for text in SeenTruth(bench.server.truth, at: [moment]).orders {
      let parts = text.split(separator: " ")
      let (name, id) = (String(parts[0]), try #require(Int64(parts[1])))
      guard !reported.contains("\(name) \(id)"), let orders = state.symbols[name]?.orders else { continue }
      if orders.covers(id) { wrong.append(text) }
      if let first = orders.covered.first, first.lowerBound < id { between += 1 }
    }
    #expect(wrong == [], "covered, and never reported")
    #expect(between > 0, "the window left out orders between those that it held")
    bench.nextDay()
    #expect(try await bench.sync().outcome == .done)
    #expect(try bench.differences(since: [moment]) == [])
    await bench.stop()
  }
}

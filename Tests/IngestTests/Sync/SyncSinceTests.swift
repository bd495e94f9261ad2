import BinanceUS
import EventLog
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("A first sync that begins at a time")
struct SyncSinceTests {
  @Test("takes for known only what was reported, and the next one brings all the rest")
  func since() async throws {
    let bench = try await SyncBench(account: .ordinary, rules: ExchangeRules(weightLimit: 1_000_000))
    let moment = bench.server.clock.worldTime
    let start = Timestamp(microseconds: (moment.milliseconds &- 5 &* 86_400_000) &* 1000)
    #expect(try await bench.sync { $0.since = start }.outcome == .done)
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

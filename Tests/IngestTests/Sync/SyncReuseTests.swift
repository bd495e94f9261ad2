import BinanceUS
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("A symbol's name that passes to another instrument", .serialized)
struct SyncReuseTests {
  /// Twice while BTCUSD is the old market, once while nothing has the name, and then while the new
  /// market has it: the first run there finds a contradiction, the second opens an epoch.
  private static let moments = [
    SimulatedTime(2024, 10, 20, 12), SimulatedTime(2024, 10, 21, 12), SimulatedTime(2024, 11, 20, 12),
    SimulatedTime(2026, 3, 20, 12), SimulatedTime(2026, 3, 21, 12), SimulatedTime(2026, 3, 22, 12),
  ]

  @Test("begins an epoch from 0, keeps the old history, and gives tables equal to the world's truth")
  func reused() async throws {
    let bench = try await SyncBench(
      account: .ordinary, rules: ExchangeRules(weightLimit: 1_000_000), from: Self.moments[0])
    var outcomes: [SyncReport.Outcome] = []
    for moment in Self.moments {
      bench.server.clock.advance(to: moment)
      let report = try await bench.sync()
      outcomes.append(report.outcome)
      let symbols = Set(report.failures.filter { !$0.isMinor }.map(\.source))
      #expect(
        symbols.isSubset(of: ["myTrades BTCUSD", "myTrades ETHUSD", "allOrders BTCUSD", "allOrders ETHUSD"]),
        "\(moment.iso8601): \(report.failures)")
    }
    #expect(outcomes == [.done, .done, .done, .partlyDone, .done, .done])
    let state = try SyncState.load(from: bench.log)
    for name in ["BTCUSD", "ETHUSD"] {
      let symbol = try #require(state.symbols[name])
      #expect((symbol.trades.epoch, symbol.orders.epoch) == (1, 1), "\(name)")
    }
    #expect(try bench.differences(since: Self.moments.dropLast()) == [])
    let times = try bench.tables().texts(
      "SELECT min(time) || ' ' || max(time) FROM trade_latest WHERE symbol = 'BTCUSD'")
    #expect(times[0] < "2023-07-27", "the old market's trades are there")
    #expect(times[0].split(separator: " ")[1] > "2025-02-19", "and the new one's")
    #expect(try CursorCheck.isTrue(of: bench.log))
    await bench.stop()
  }
}

import BinanceUS
import EventLog
import EventModel
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("A sync of symbols with any letters", .serialized)
struct SyncNamesTests {
  private static let foreign = "LUNA中USD"

  @Test("a symbol that is not ASCII is requested, signed as sent, and its tables are true")
  func foreign() async throws {
    let bench = try await SyncBench(account: .ordinary, names: .foreign)
    for _ in 1...2 {
      let report = try await bench.sync()
      #expect(report.outcome == .done, "\(report.failures)")
      #expect(try bench.differences() == [])
      bench.nextDay()
    }
    #expect(bench.server.requests.records.contains { $0.symbol == Self.foreign && $0.status == 200 })
    let state = try SyncState.load(from: bench.log)
    #expect(
      state.symbols[Self.foreign]?.trades.last != nil && state.symbols[Self.foreign]?.orders.last != nil)
    let queries = try bench.log.read { (snapshot: borrowing Snapshot) in
      try snapshot.sequences(endpoint: Endpoint.myTrades.path, from: 1, through: .max).map {
        try snapshot.summary(of: $0).query
      }
    }
    #expect(queries.contains { $0.hasSuffix("symbol=LUNA%E4%B8%ADUSD") })
    await bench.stop()
  }

  @Test("a symbol in any case is the exchange's")
  func anyCase() async throws {
    let bench = try await SyncBench(account: .light)
    let report = try await bench.sync { $0.scope = .named(["btcusdt", "ethUSDT"]) }
    #expect(report.outcome == .done, "\(report.failures)")
    #expect(Set(bench.server.requests.records.compactMap(\.symbol)) == ["BTCUSDT", "ETHUSDT"])
    await bench.stop()
  }

  @Test(
    "no symbol changes the request that it stands in",
    arguments: [
      "A&signature=1", "A#x", "A b", "A%41", "A+B", "A\nB", "A\r\nX-Other: 1", "A&symbol=BTCUSDT", "A\u{0}B",
    ])
  func evil(symbol: String) async throws {
    let bench = try await SyncBench(account: .light)
    let report = try await bench.sync {
      $0.scope = .named([symbol])
      $0.only = ["trade"]
    }
    #expect(bench.server.requests.records.compactMap(\.symbol) == [symbol.uppercased()])
    // The exchange took the signature, and found fault with the name.
    #expect(report.failures.map(\.category) == [.data], "\(report.failures)")
    #expect(report.failures.allSatisfy { $0.message.contains("-1100") }, "\(report.failures)")
    await bench.stop()
  }
}

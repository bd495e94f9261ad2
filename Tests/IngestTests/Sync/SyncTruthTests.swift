import BinanceUS
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@testable import Ingest

@Suite("A sync against the simulated exchange", .serialized)
struct SyncTruthTests {
  @Test("a first run and two on the days after give tables equal to the world's truth")
  func threeDays() async throws {
    let bench = try await SyncBench(account: .ordinary)
    for day in 1...3 {
      let report = try await bench.sync()
      #expect(report.outcome == .done, "day \(day): \(report.failures) \(report.remarks)")
      #expect(try bench.differences() == [], "day \(day)")
      bench.nextDay()
    }
    #expect(bench.server.requests.count(status: 429) == 0)
    await bench.stop()
  }

  @Test("from the third run on, nothing new costs at most two requests a symbol")
  func nothingNew() async throws {
    let bench = try await SyncBench(account: .ordinary)
    try await bench.sync()
    try await bench.sync()
    let before = bench.server.requests.count
    let report = try await bench.sync()
    let sent = bench.server.requests.dropFirst(before)
    let counts = sent.countsBySymbol
    // An order that is open and more than a page of orders old costs requests of its own.
    let state = try SyncState.load(from: bench.log)
    let near = state.ranked.filter { symbol in
      symbol.book.open.allSatisfy { symbol.book.count - (symbol.book.entries[$0]?.ordersBefore ?? 0) < 1000 }
    }
    #expect(near.count > 10)
    #expect(near.allSatisfy { counts[$0.name, default: 0] <= 2 }, "\(counts)")
    #expect(report.symbols > 10)
    await bench.stop()
  }

  @Test("short and empty pages at random lose nothing", arguments: [1, 2, 3] as [UInt64])
  func shortPages(seed: UInt64) async throws {
    let faults = FaultPlan(
      seed: seed,
      [
        Fault(.shortPage, .any, .perMille(150)), Fault(.emptyPage, .any, .perMille(80)),
      ])
    let bench = try await SyncBench(
      account: .ordinary, rules: ExchangeRules(weightLimit: 1_000_000), faults: faults)
    for _ in 1...4 { try await bench.sync() }
    bench.server.inject(.none)
    try await bench.sync()
    try await bench.sync()
    #expect(try bench.differences() == [], "seed \(seed)")
    await bench.stop()
  }
}

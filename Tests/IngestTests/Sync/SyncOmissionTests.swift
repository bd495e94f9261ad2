import BinanceUS
import EventLog
import EventModel
import SimulatedExchange
import SimulatedExchangeServer
import TestKit
import Testing

@testable import Ingest

@Suite("A run that is left out", .serialized)
struct SyncOmissionTests {
  @Test("is not what the next run goes by: what it alone had brought is fetched again")
  func fetchedAgain() async throws {
    let bench = try await SyncBench(account: .ordinary, rules: ExchangeRules(weightLimit: 1_000_000))
    var reports: [SyncReport] = []
    var moments: [SimulatedTime] = []
    for _ in 0..<3 {
      moments.append(bench.server.clock.worldTime)
      reports.append(try await bench.sync())
      bench.nextDay()
    }
    func new(_ report: SyncReport) -> Int { report.sources["myTrades"]?.newRecords ?? 0 }
    // The second run requests the first pages once more, so that two runs hold them.
    for report in reports.dropLast() {
      _ = try bench.log.append(
        Annotation.event(.omit, report.run.text, because: "a test", at: ArchiveBuilder.someTime))
    }
    #expect(try !bench.differences().isEmpty, "the third run brought only what was new")
    let again = try await bench.sync()
    #expect(again.outcome == .done)
    #expect(new(again) > new(reports[0]) * 9 / 10)
    #expect(
      try bench.differences(since: [moments[2]]) == [], "the tables are the world's truth without those runs")
    #expect(try CursorCheck.isTrue(of: bench.log))
    let state = try SyncState.load(from: bench.log)
    #expect(SyncState(text: state.text) == state)
    await bench.stop()
  }
}

import BinanceUS
import EventLog
import EventModel
import SimulatedExchange
import Testing

@testable import Ingest

@Suite("A sync after something stayed pending")
struct SyncOpenFactsTests {
  private static let path = Endpoint.withdrawals.path

  /// The queries of a run for one endpoint.
  private func queries(_ report: SyncReport, _ path: String, in log: EventLog) throws -> [CanonicalQuery] {
    try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.sequences(endpoint: path).map { try snapshot.header(of: $0) }.filter {
        $0.run == report.run
      }
      .map { CanonicalQuery($0.query) }
    }
  }

  @Test("requests it again until it is final, however old it is, and nothing else of that time")
  func pending() async throws {
    let bench = try await SyncBench()
    #expect(try await bench.sync().outcome == .done)
    let old: Int64 = 1_759_409_209_000
    func report(_ status: Int) throws {
      let row = #"[{"id":"x","amount":"1","coin":"B","status":\#(status),"applyTime":"2025-10-02 12:46:49"}]"#
      _ = try bench.log.record([
        NewEvent(
          run: try #require(RunID("import-\(status)")), ordinal: 0, endpoint: Self.path, path: Self.path,
          query: "endTime=\(old &+ 1)&startTime=\(old &- 1)", observedAt: Timestamp.now(), status: 200,
          body: Array(row.utf8))
      ])
    }
    bench.nextDay()
    let before = try queries(try await bench.sync(), Self.path, in: bench.log)
    #expect(before.allSatisfy { Int64($0["startTime"] ?? "") ?? 0 > old &+ 86_400_000 }, "\(before)")
    try report(4)
    bench.nextDay()
    let after = try queries(try await bench.sync(), Self.path, in: bench.log)
    #expect(after.count == before.count + 1)
    #expect(after.contains { Int64($0["startTime"] ?? "") == old &- 86_400_000 }, "\(after)")
    try report(6)
    bench.nextDay()
    #expect(try queries(try await bench.sync(), Self.path, in: bench.log).count == before.count)
    await bench.stop()
  }

  @Test("a first run is announced with every window that it will request")
  func announced() async throws {
    let bench = try await SyncBench()
    var settings = try bench.settings()
    let now = Timestamp(microseconds: SyncBench.firstDay.milliseconds &* 1000)
    settings.now = { now }
    let preview = try Sync.preview(settings, of: nil)
    let report = try await Sync.run(settings, into: bench.log)
    var windowed = 0
    for endpoint in settings.optional {
      let announced = try #require(preview.lines.first { $0.source == endpoint.name }).requests
      let sent = try queries(report, endpoint.path, in: bench.log).count
      #expect(sent >= announced, "\(endpoint.name): \(announced) announced, \(sent) sent")
      if case .windows = endpoint.walk { windowed += announced }
    }
    #expect(windowed > 4 * 25, "four histories since 2019, in windows of 89 days")
    await bench.stop()
  }
}

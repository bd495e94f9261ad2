import EventLog
import EventModel
import Platform
import SimulatedExchange
import SimulatedExchangeServer
import Testing

@testable import Ingest

@Suite("One archive, one account", .serialized)
struct SyncAccountTests {
  private static let rotated = (
    key: String(repeating: "Rotated8", count: 8), secret: String(repeating: "Secret08", count: 8)
  )

  private func bench(uid: Int64?) async throws -> SyncBench {
    var activity = AccountActivity.light
    activity.uid = uid
    return try await SyncBench(account: activity)
  }

  private func give(_ key: (key: String, secret: String), _ settings: inout SyncSettings) throws {
    settings.credentials = try Credentials(key: key.key, secret: SecretBytes(copying: key.secret))
  }

  @Test("a rotated key of the same account is fine", arguments: [350_123_456, nil] as [Int64?])
  func rotatedKey(uid: Int64?) async throws {
    let bench = try await bench(uid: uid)
    try await bench.sync()
    bench.server.replaceKeys([ExchangeKey(key: Self.rotated.key, secret: Self.rotated.secret, world: nil)])
    var settings = try bench.settings()
    try give(Self.rotated, &settings)
    let report = try await Sync.run(settings, into: bench.log)
    #expect(report.outcome == .done, "\(report.failures)")
    await bench.stop()
  }

  @Test("a key of another account stops the run and names the way out", arguments: [7, nil] as [Int64?])
  func otherAccount(uid: Int64?) async throws {
    let bench = try await bench(uid: uid == nil ? nil : 350_123_456)
    try await bench.sync()
    var other = AccountActivity.light
    other.uid = uid
    bench.server.replaceKeys([
      ExchangeKey(
        key: Self.rotated.key, secret: Self.rotated.secret,
        world: SimulatedWorld(seed: 99, scale: .small, account: other))
    ])
    var settings = try bench.settings()
    try give(Self.rotated, &settings)
    let stopped = settings
    await #expect(throws: IngestError.self) { try await Sync.run(stopped, into: bench.log) }
    await #expect(throws: IngestError.self, "the next run is stopped too") {
      try await Sync.run(stopped, into: bench.log)
    }
    await bench.stop()
  }

  @Test("without credentials an archive of an account gets its public tables, and the run says so")
  func noCredentials() async throws {
    let bench = try await bench(uid: nil)
    try await bench.sync()
    let report = try await bench.sync { $0.credentials = nil }
    #expect(report.outcome == .partlyDone)
    #expect(report.sources["account"] == nil && report.sources["ticker/24hr"] != nil)
    await bench.stop()
  }

  @Test("a run that is interrupted stores its end, and the next one goes on")
  func interrupted() async throws {
    let bench = try await bench(uid: nil)
    let server = bench.server
    let report = try await bench.sync { $0.stop = StopSignal { server.requests.count > 12 } }
    #expect(report.outcome == .interrupted)
    let runs = try bench.log.read { (snapshot: borrowing Snapshot) in try snapshot.runs() }
    #expect(runs.allSatisfy { $0.endSequence != nil })
    try await bench.sync()
    try await bench.sync()
    #expect(try bench.differences() == [])
    await bench.stop()
  }
}

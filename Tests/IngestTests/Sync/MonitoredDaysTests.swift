import Ingest
import Interchange
import Platform
import SimulatedExchange
import SimulatedExchangeServer
import Synchronization
import TestKit
import Testing

@testable import EventLog
@testable import EventModel
@testable import bnus_replay

@Suite("Thirty days of cron under a monitor")
struct MonitoredDaysTests {
  /// An exchange and an archive whose clocks go by the same days.
  private final class Month {
    let server: SimulatedServer
    let directory: TemporaryDirectory
    let log: EventLog
    private static let first = SimulatedTime(2026, 9, 20, 4, 17, 0)

    init() async throws {
      let server = try await SimulatedServer.start(
        world: SimulatedWorld(seed: 2026, scale: .small, account: .light),
        clock: SimulatedClock(startingAt: Self.first, pace: .still))
      self.server = server
      directory = try TemporaryDirectory("month")
      log = try EventLog.open(
        at: directory.file("archive"), mode: .create, mapBytes: 1 << 30,
        dependencies: LogDependencies(now: { Timestamp(microseconds: server.clock.now.milliseconds &* 1000) })
      )
    }

    var now: Timestamp { Timestamp(microseconds: server.clock.now.milliseconds &* 1000) }

    /// Lets the time come at which cron starts the run of a day.
    func begin(_ day: Int) {
      server.clock.advance(to: Self.first.adding(days: Int64(day)))
      server.inject(.none)
    }

    @discardableResult
    func sync(_ change: (inout SyncSettings) -> Void = { _ in }) async throws -> SyncReport {
      var settings = SyncSettings(
        base: try BaseURL.parse(server.baseURL),
        credentials: try Credentials(
          key: ExchangeKey.documented.key, secret: SecretBytes(copying: ExchangeKey.documented.secret)),
        version: "test")
      let server = self.server
      settings.now = { Timestamp(microseconds: server.clock.now.milliseconds &* 1000) }
      settings.retries.firstPause = .milliseconds(1)
      settings.retries.slowDownFloor = .milliseconds(10)
      change(&settings)
      return try await Sync.run(settings, into: log)
    }

    /// What `runs --check --max-age 26h` says so many hours after the run began.
    func verdict(hoursLater: Int64 = 0) throws -> [String] {
      let time = Timestamp(microseconds: now.microseconds &+ hoursLater &* 3_600_000_000)
      let facts = try RunFacts(log, now: time, isBeingWritten: false).facts
      return bnus_replay.RunCheck(facts, maxAge: Age(argument: "26h"), now: time).findings
    }
  }

  @Test("each day's verdict is what a person would say")
  func month() async throws {
    let month = try await Month()
    var said: [Int: [String]] = [:]
    let failing = [Fault(.badGateway, .symbol("BTCUSDT"), .always)]
    for day in 0..<30 {
      month.begin(day)
      switch day {
      case 4: try await month.sync { $0.credentials = nil }
      case 8:
        month.server.inject(FaultPlan([Fault(.banned(seconds: 300), .path("/api/v3/myTrades"), .nth(2))]))
        try await month.sync()
      case 12:
        let requests = Mutex(0)
        try await month.sync { settings in
          settings.progress = { _ in requests.withLock { $0 += 1 } }
          settings.stop = StopSignal { requests.withLock { $0 } > 8 }
        }
      case 16:
        let file = try month.directory.write(#"{"serverTime":1}"#.utf8, to: "time.json")
        _ = try RawImport(endpoint: "/api/v3/time", query: "", observedAt: month.now).run(
          [file], into: month.log)
        #expect(try month.verdict(hoursLater: 3).count == 1, "an import is no sync")
      case 19, 20:
        month.server.inject(FaultPlan(failing))
        try await month.sync()
      case 23:
        let run = try #require(RunID("killed"))
        _ = try month.log.append(
          NewEvent(
            run: run, ordinal: 0, kind: .runStart, observedAt: month.now,
            body: Array(#"{"source":"sync","key_fingerprint":"f"}"#.utf8)))
      case 26, 27:
        // What only some accounts have: refused once it was had, it does not spoil the run.
        month.server.inject(FaultPlan([Fault(.badGateway, .path("/sapi/v1/staking/history"), .always)]))
        try await month.sync()
      default: try await month.sync()
      }
      let findings = try month.verdict()
      if !findings.isEmpty { said[day] = findings }
    }
    #expect(said.keys.sorted() == [4, 8, 12, 19, 20, 23, 27], "\(said)")
    for (day, words) in [
      (4, "it had no credentials, and account data was last fetched 2026-09-23T04:"),
      (8, "ended partly done (rate_limit)"), (12, "was interrupted 2026-10-02T04:"),
      (19, "myTrades BTCUSDT"), (20, "myTrades BTCUSDT (in 2 runs)"), (23, "killed, has no end"),
      (27, "staking/history was last fetched 2026-10-15T04:"),
    ] {
      #expect(said[day]?.contains { $0.contains(words) } == true, "day \(day): \(said[day] ?? [])")
    }
    #expect(said.values.allSatisfy { $0.count == 1 }, "\(said)")
    month.log.close()
    await month.server.stop()
  }
}

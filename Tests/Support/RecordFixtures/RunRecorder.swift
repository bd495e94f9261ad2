import EventLog
import EventModel
import Ingest
import Platform
import SimulatedExchange
import SimulatedExchangeServer

/// Runs `sync` against one simulated exchange at several moments, and retells each run's events
/// without what differs from one recording to the next.
struct RunRecorder {
  private let server: SimulatedServer
  private let log: EventLog

  /// - Parameter log: empty; what `sync` stores, and decides from.
  static func start(log: EventLog) async throws -> RunRecorder {
    // Responses are not compressed, because their length would depend on zlib's version.
    let server = try await SimulatedServer.start(
      world: SimulatedWorld(seed: 2026, scale: .small, account: .light),
      rules: ExchangeRules(compresses: false),
      clock: SimulatedClock(startingAt: FixtureRun.all[0].time, pace: .frozen))
    return RunRecorder(server: server, log: log)
  }

  func stop() async {
    log.close()
    await server.stop()
  }

  /// Syncs at the run's moment, retells what was stored into another log, and gives the run's id
  /// there.
  func record(_ run: FixtureRun, into retold: EventLog) async throws -> RunID {
    server.clock.advance(to: run.time)
    server.inject(run.faults)
    let first = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence } + 1
    let report = try await Sync.run(try settings(), into: log)
    for failure in report.failures { print("  \(failure.source): \(failure.message)") }
    let retelling = Retelling(time: run.time, authority: "127.0.0.1:\(server.port)")
    let events = try log.read { (snapshot: borrowing Snapshot) in
      var reader = BodyReader()
      return try (first...snapshot.lastSequence).map { sequence in
        let header = try snapshot.header(of: sequence)
        return retelling.event(header, body: Array(try reader.body(of: sequence, in: snapshot).bytes))
      }
    }
    _ = try retold.append(contentsOf: events)
    return retelling.run
  }

  /// One request at a time, so that the order of events is the order of requests, by a clock that
  /// stands, so that all that is drawn from time is the same again.
  private func settings() throws -> SyncSettings {
    var settings = SyncSettings(
      base: try BaseURL.parse(server.baseURL),
      credentials: try Credentials(
        key: ExchangeKey.documented.key, secret: SecretBytes(copying: ExchangeKey.documented.secret)),
      version: "fixture")
    let now = Timestamp(microseconds: server.clock.now.milliseconds * 1000)
    settings.now = { now }
    settings.scope = .all
    settings.concurrency = 1
    settings.timeout = .seconds(2)
    settings.retries.firstPause = .milliseconds(1)
    settings.retries.slowDownFloor = .zero
    return settings
  }
}

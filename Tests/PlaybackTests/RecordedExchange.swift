import EventLog
import Ingest
import Projections
import SimulatedExchange
import SimulatedExchangeServer
import Sinks
import TestKit

/// An archive that syncs with a simulated exchange have made, one a day; the exchange's clock
/// stands where the last one ended.
final class RecordedExchange {
  let world: SimulatedWorld
  /// The moment of the world that the last sync saw.
  let moment: SimulatedTime
  let archive: ArchiveBuilder

  /// The days from 2026-09-20 on.
  convenience init(seed: UInt64 = 2026, account: AccountActivity = .light, days: Int) async throws {
    let first = SimulatedTime(2026, 9, 20, 12, 0, 0)
    try await self.init(
      seed: seed, account: account, moments: (0..<days).map { first.adding(days: Int64($0)) })
  }

  init(seed: UInt64, account: AccountActivity, moments: [SimulatedTime]) async throws {
    world = SimulatedWorld(seed: seed, scale: .small, account: account)
    archive = try ArchiveBuilder()
    let server = try await SimulatedServer.start(
      world: world, clock: SimulatedClock(startingAt: moments[0], pace: .still))
    for moment in moments {
      server.clock.advance(to: moment)
      _ = try await Sync.run(try Self.settings(server.baseURL), into: archive.log)
    }
    moment = server.clock.worldTime
    await server.stop()
  }

  /// Settings of a sync with an exchange, or with what stands for one.
  static func settings(_ url: String) throws -> SyncSettings {
    var settings = SyncSettings(
      base: try BaseURL.parse(url),
      credentials: try Credentials(key: ExchangeKey.documented.key, secret: ExchangeKey.documented.secret),
      version: "test")
    settings.retries.firstPause = .milliseconds(2)
    settings.scope = .all
    return settings
  }

  /// What the world itself answers at that moment.
  func truth(_ path: String, _ query: [(String, String)]) -> SimulatedAnswer {
    world.answer(to: SimulatedRequest(path: path, query: query), at: moment)
  }
}

/// The tables of an archive.
enum Tables {
  static func make(of log: EventLog, in directory: TemporaryDirectory) throws -> SQLiteFile {
    let path = directory.file("tables.sqlite")
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    let origin = TablesFile.Origin(archive: log.archiveID, schema: TableCatalogue.latest) {
      (_) throws(SinkError) in nil
    }
    let sink = try TablesFile.open(path, of: origin, mode: .rebuild)
    let plan = try ReplayPlan(schema: TableCatalogue.latest, through: last, jobs: 1, sink: sink)
    _ = try Replay.run(plan, of: log, into: sink)
    return try SQLiteFile(path)
  }
}

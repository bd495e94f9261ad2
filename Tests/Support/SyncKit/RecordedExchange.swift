public import Ingest
import Platform
public import SimulatedExchange
public import SimulatedExchangeServer
public import TestKit

/// An archive that syncs with a simulated exchange have made, one a day; the exchange's clock
/// stands where the last one ended.
public final class RecordedExchange {
  /// The world that the exchange lives in.
  public let world: SimulatedWorld
  /// The moment of the world that the last sync saw.
  public let moment: SimulatedTime
  /// What the syncs stored.
  public let archive: ArchiveBuilder

  /// The days from 2026-09-20 on.
  public convenience init(
    seed: UInt64 = 2026, account: AccountActivity = .light, names: MarketNames = .ascii, days: Int,
    faults: [[Fault]] = []
  ) async throws {
    let first = SimulatedTime(2026, 9, 20, 12, 0, 0)
    try await self.init(
      seed: seed, account: account, names: names,
      moments: (0..<days).map { first.adding(days: Int64($0)) }, faults: faults)
  }

  /// - Parameters:
  ///   - moments: when a sync runs, ascending.
  ///   - faults: what goes wrong in each of the first of them; then requests come one by one, so that
  ///     they strike the same ones each time.
  public init(
    seed: UInt64, account: AccountActivity, names: MarketNames = .ascii, moments: [SimulatedTime],
    faults: [[Fault]] = []
  ) async throws {
    world = SimulatedWorld(seed: seed, scale: .small, account: account, names: names)
    archive = try ArchiveBuilder()
    let server = try await SimulatedServer.start(
      world: world, clock: SimulatedClock(startingAt: moments[0], pace: .still))
    for (place, moment) in moments.enumerated() {
      server.clock.advance(to: moment)
      var settings = try Self.settings(server.baseURL)
      if !faults.isEmpty { settings.concurrency = 1 }
      if place < faults.count { server.inject(FaultPlan(faults[place])) }
      _ = try await Sync.run(settings, into: archive.log)
    }
    moment = server.clock.worldTime
    await server.stop()
  }

  /// Settings of a sync with an exchange, or with what stands for one.
  public static func settings(_ url: String) throws -> SyncSettings {
    var settings = SyncSettings(
      base: try BaseURL.parse(url),
      credentials: try Credentials(
        key: ExchangeKey.documented.key, secret: SecretBytes(copying: ExchangeKey.documented.secret)),
      version: "test")
    settings.retries.firstPause = .milliseconds(2)
    settings.retries.slowDownFloor = .milliseconds(50)
    settings.scope = .all
    return settings
  }

  /// What the world itself responds at that moment.
  public func truth(_ path: String, _ query: [(String, String)]) -> SimulatedResponse {
    world.response(to: SimulatedRequest(path: path, query: query), at: moment)
  }
}

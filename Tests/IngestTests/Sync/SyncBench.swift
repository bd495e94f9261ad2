import BinanceUS
import EventLog
import Foundation
import Ingest
import Platform
import Projections
import Replay
import SimulatedExchange
import SimulatedExchangeServer
import Sinks
import TestKit

/// A simulated exchange, an archive beside it, and runs of `sync` between the two.
final class SyncBench {
  let server: SimulatedServer
  let directory: TemporaryDirectory
  let log: EventLog

  /// Three days of the exchange of today begin here.
  static let firstDay = SimulatedTime(2026, 9, 20, 12, 0, 0)

  init(
    seed: UInt64 = 2026, scale: WorldScale = .small, account: AccountActivity? = nil,
    names: MarketNames = .ascii,
    rules: ExchangeRules = ExchangeRules(), faults: FaultPlan = .none,
    keys: [ExchangeKey] = [.documented], from start: SimulatedTime = firstDay
  ) async throws {
    let world = SimulatedWorld(seed: seed, scale: scale, account: account, names: names)
    server = try await SimulatedServer.start(
      world: world, rules: rules, clock: SimulatedClock(startingAt: start, pace: .still), keys: keys,
      faults: faults)
    directory = try TemporaryDirectory("sync")
    log = try EventLog.open(at: directory.file("archive"), mode: .create, mapBytes: 1 << 30)
  }

  private init(server: SimulatedServer, directory: TemporaryDirectory) throws {
    self.server = server
    self.directory = directory
    log = try EventLog.open(at: directory.file("archive"), mode: .create, mapBytes: 1 << 30)
  }

  /// The same exchange and archive, opened again after another process had it.
  func reopened() throws -> SyncBench { try SyncBench(server: server, directory: directory) }

  func stop() async {
    log.close()
    await server.stop()
  }

  /// Settings that point at the server, with pauses short enough for a test.
  func settings(key: ExchangeKey = .documented) throws -> SyncSettings {
    var settings = SyncSettings(
      base: try BaseURL.parse(server.baseURL),
      credentials: try Credentials(key: key.key, secret: SecretBytes(copying: key.secret)), version: "test")
    settings.retries.firstPause = .milliseconds(2)
    if ProcessInfo.processInfo.environment["BNUS_TRACE"] != nil {
      settings.observer = { print("\($0.level) \($0.source.map { "\($0)" } ?? "-") \($0.text)") }
    }
    settings.retries.slowDownFloor = .milliseconds(50)
    settings.scope = .all
    return settings
  }

  @discardableResult
  func sync(_ change: (inout SyncSettings) -> Void = { _ in }) async throws -> SyncReport {
    var settings = try settings()
    change(&settings)
    return try await Sync.run(settings, into: log)
  }

  func nextDay() { server.clock.advance(by: .seconds(86_400)) }

  /// Replays and opens the tables.
  func tables() throws -> SQLiteFile {
    let path = directory.file("tables.sqlite")
    try makeTables(at: path)
    return try SQLiteFile(path)
  }

  /// Replays into a file that is made anew.
  func makeTables(at path: String, schema number: Int? = nil) throws {
    let schema = number.flatMap { TableCatalogue.schema($0) } ?? TableCatalogue.latest
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    let origin = Destination.Origin(archive: log.archiveID, schema: schema)
    let sink = try TablesFile.open(path, of: origin, mode: .rebuild)
    let plan = try ReplayPlan(schema: schema, through: last, jobs: 1, sink: sink)
    _ = try plan.run(of: log)
  }

  /// What the tables lack or hold beyond the world's own truth; empty where they are equal.
  ///
  /// - Parameter moments: when runs were made before now; what they could see and today's exchange does
  ///   not show any more must be there too.
  func differences(since moments: [SimulatedTime] = []) throws -> [String] {
    let file = try tables()
    let now = server.clock.worldTime
    let seen = SeenTruth(server.truth, at: moments + [now])
    let trades = try file.texts(
      "SELECT symbol || ' ' || id || ' ' || orderId || ' ' || price || ' ' || qty || ' ' || commission FROM trade_latest"
    )
    let orders = try file.texts(
      "SELECT symbol || ' ' || orderId || ' ' || status || ' ' || executedQty FROM order_latest")
    let balances = Set(
      server.truth.balances(at: now).filter { !$0.isZero }.map { "\($0.asset) \($0.free) \($0.locked)" })
    let seenBalances = try file.texts(
      "SELECT asset || ' ' || free || ' ' || locked FROM account_balance_latest")
    return Self.difference("trade", seen.trades, trades)
      + Self.difference("order", seen.orders, orders)
      + Self.difference("account_balance", balances, seenBalances)
  }

  private static func difference(_ table: String, _ truth: Set<String>, _ seen: [String]) -> [String] {
    var words = truth.subtracting(seen).sorted().prefix(5).map { "\(table) lacks \($0)" }
    words += Set(seen).subtracting(truth).sorted().prefix(5).map { "\(table) has \($0)" }
    if Set(seen).count != seen.count { words.append("\(table) holds something twice") }
    return words
  }
}

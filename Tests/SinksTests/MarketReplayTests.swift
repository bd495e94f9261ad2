import EventLog
import Projections
import Replay
import SimulatedExchange
import TestKit
import Testing

@testable import Sinks

/// Days of the simulated exchange as a sync would archive them, against the plain reference and
/// against what the world knows to be so.
@Suite("Replays of the simulated exchange")
struct MarketReplayTests {
  private static let days = [
    SimulatedTime(2021, 4, 17, 16), SimulatedTime(2022, 11, 21, 6), SimulatedTime(2026, 9, 20, 12),
    SimulatedTime(2026, 9, 21, 12),
  ]

  private func archive(_ world: SimulatedWorld) throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    for (place, day) in Self.days.enumerated() { try archive.appendRun("run-\(place)", of: world, at: day) }
    return archive
  }

  @Test("the tables hold what the plain reference says, nothing quarantined", arguments: UInt64(1)...2)
  func plain(seed: UInt64) throws {
    let archive = try archive(SimulatedWorld(seed: seed, scale: .small))
    for schema in TableCatalogue.schemas {
      let name = "s\(schema.version.number).sqlite"
      let report = try archive.replay(to: name, schema: schema, jobs: 3)
      #expect(report.quarantined == 0)
      let image = try TablesImage(of: archive.directory.file(name)).only(TableCatalogue.names)
      let truth = try PlainTables(archive.log, schema: schema)
        .image(archive: archive.log.archiveID, root: nil).only(TableCatalogue.names)
      #expect(image.difference(from: truth) == "", "seed \(seed)")
    }
  }

  @Test("the newest tables are the world's own truth", arguments: UInt64(1)...3)
  func truth(seed: UInt64) throws {
    let world = SimulatedWorld(seed: seed, scale: .small)
    let archive = try archive(world)
    try archive.replay(to: "t.sqlite")
    let file = try SQLiteFile(archive.directory.file("t.sqlite"))
    let now = Self.days[3]
    let balances = world.truth.balances(at: now).filter { !$0.isZero }
    #expect(
      try file.rows("SELECT asset, free, locked FROM account_balance_latest ORDER BY asset")
        == balances.sorted { $0.asset < $1.asset }.map {
          [.text($0.asset), .text($0.free), .text($0.locked)]
        })
    let symbols = world.truth.symbols(at: now)
    #expect(
      try file.rows("SELECT symbol, status, quoteAsset FROM exchange_info_latest ORDER BY _event_row")
        == symbols.map { [.text($0.symbol), .text($0.status), .text($0.quoteAsset)] })
    let trades = world.truth.trades(at: now)
    #expect(
      try file.cell("SELECT count(*) FROM trade WHERE run_id = 'run-3'") == .count(trades.count),
      "seed \(seed)")
    let sides = Set(trades.map { "\($0.symbol) \($0.id) \($0.orderId)" })
    #expect(
      try file.texts("SELECT symbol || ' ' || id || ' ' || orderId FROM trade WHERE run_id = 'run-3'")
        .sorted()
        == sides.sorted(), "seed \(seed)")
  }

  @Test("schema 1 says how many rows its keys cost, and schema 2 keeps them")
  func lost() throws {
    let archive = try archive(SimulatedWorld(seed: 1, scale: .small))
    let reports = try TableCatalogue.schemas.prefix(2).map { schema in
      try archive.replay(to: "s\(schema.version.number).sqlite", schema: schema)
    }
    for name in ["trade", "order"] {
      let tables = reports.compactMap { report in report.tables.first { $0.name == name }?.after }
      #expect(tables[1].lost == 0)
      #expect(tables[0].rowsMade == tables[1].rowsMade)
      #expect(tables[0].rows + tables[0].superseded == tables[1].rows + tables[1].superseded)
      #expect(tables[0].lost >= tables[1].rows - tables[0].rows)
    }
    let lost = reports[0].tables.reduce(0) { $0 + $1.after.lost }
    #expect(lost > 0)
  }
}

import BinanceUS
import Foundation
import Sinks
import TestKit
import Testing

@testable import Projections

// docs/new-schema.md begins
extension SchemaVersion {
  /// The fee tier of each trade, which the exchange sends since 2027-01-15, and the fees of every symbol.
  static let feeTiers = SchemaVersion(9)
}

enum TieredTrade {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "trade",
        summary: "Every trade executed on the account.",
        shape: .array,
        key: version >= .uniqueKeys ? ["symbol", "id", "orderId", "run_id"] : ["id", "run_id"],
        nature: .paged(identity: ["symbol", "id", "orderId"], id: "id"),
        columns: seedColumns + (version >= .feeTiers ? tierColumns : [])),
      since: .seed, changed: [.uniqueKeys, .feeTiers], reads: [.myTrades])
  }

  private static let seedColumns = [
    Column("symbol", .text), Column("id", .integer), Column("orderId", .integer),
    Column("orderListId", .integer), Column("price", .decimal), Column("qty", .decimal),
    Column("quoteQty", .decimal), Column("commission", .decimal),
    Column("commissionAsset", .text), Column("time", .time),
    Column("isBuyer", .boolean), Column("isMaker", .boolean),
    Column("isBestMatch", .boolean),
  ]

  private static let tierColumns = [Column("feeTier", .integer), Column("tierSince", .time)]
}

/// `trading_fee`: what trading a symbol costs.
enum TradingFee {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "trading_fee",
        summary: "The account's fees, one row a symbol.",
        shape: .array,
        key: ["symbol", "run_id"], nature: .snapshot(identity: ["symbol"]),
        columns: [
          Column("symbol", .text), Column("makerCommission", .decimal), Column("takerCommission", .decimal),
        ]),
      since: .feeTiers, reads: [.tradingFee])
  }
}
// docs/new-schema.md ends

/// Follows docs/new-schema.md: its code is the one above, and it does what the page says.
@Suite("A new schema")
struct NewSchemaTests {
  private static let schemas = TableCatalogue.schemas(
    of: TableCatalogue.tables.map { $0(.seed).schema.name == "trade" ? TieredTrade.definition : $0 }
      + [TradingFee.definition])
  private static let new = schemas[schemas.count - 1]

  private func archive() throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    let tier = ",\"feeTier\":2,\"tierSince\":1795409624123,\"later\":true"
    for (run, more) in [("2026", ""), ("2027", tier)] {
      let trade = "{\"symbol\":\"BTCUSD\",\"id\":1,\"orderId\":1,\"price\":\"1.50\"\(more)}"
      try archive.record("/api/v3/myTrades", query: "symbol=BTCUSD", "[\(trade)]", run: run)
    }
    let fee = #"{"symbol":"BTCUSD","makerCommission":"0.001","takerCommission":"0.0015"}"#
    try archive.record(Endpoint.tradingFee.path, "[\(fee)]", run: "2026")
    return archive
  }

  private func lines(of path: String, from start: String, to end: String) throws -> [Substring] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let first = try #require(lines.firstIndex { $0 == start })
    let last = try #require(lines[(first + 1)...].firstIndex { $0 == end })
    return Array(lines[(first + 1)..<last])
  }

  @Test("the page's code is the code that this test runs")
  func page() throws {
    let page = try lines(of: Captures.package + "/docs/new-schema.md", from: "```swift", to: "```")
    let test = try lines(
      of: #filePath, from: "// docs/new-schema.md begins", to: "// docs/new-schema.md ends")
    #expect(page == test)
  }

  @Test(
    "replaying the same log claims what lay in extra and in responses that no table read, without a request")
  func replayed() throws {
    let archive = try archive()
    let before = try archive.image(of: "old.sqlite")
    let after = try archive.image(of: "new.sqlite", schema: Self.new)
    let (old, new) = (
      try SQLiteFile(archive.directory.file("old.sqlite")),
      try SQLiteFile(archive.directory.file("new.sqlite"))
    )
    let extra = "{\"feeTier\":2,\"tierSince\":1795409624123,\"later\":true}"
    #expect(try old.rows("SELECT extra FROM trade ORDER BY run_id") == [[.null], [.text(extra)]])
    #expect(
      try new.rows("SELECT feeTier, tierSince, extra FROM trade ORDER BY run_id") == [
        [.null, .null, .null],
        [.integer(2), .text("2026-11-23T04:53:44.123Z"), .text("{\"later\":true}")],
      ])
    #expect(
      try new.rows("SELECT symbol, makerCommission, takerCommission FROM trading_fee_latest") == [
        [.text("BTCUSD"), .text("0.001"), .text("0.0015")]
      ])
    let others = TableCatalogue.names.filter { $0 != "trade" }
    #expect(after.only(others) == before.only(others))
    let truth = try PlainTables(archive.log, schema: Self.new)
    for table in ["trade", "trading_fee"] {
      #expect(after.tables[table] == truth[table]?.rows.values.sorted(by: precedes))
    }
  }

  @Test("the schemas before it are what they were: no column, no table, no line of the locks is new in them")
  func before() {
    #expect(Self.schemas.count == TableCatalogue.schemas.count + 1)
    for (one, other) in zip(Self.schemas, TableCatalogue.schemas) {
      #expect(SchemaLockTests.lines(of: one) == SchemaLockTests.lines(of: other))
    }
    #expect(Self.new.version == .feeTiers && Self.new.table(named: "trading_fee") != nil)
  }

  @Test("their files are not taken for its own, and go on under what they have")
  func files() throws {
    let archive = try archive()
    let old = try archive.image(of: "old.sqlite")
    #expect(throws: (any Error).self) { try archive.replay(to: "old.sqlite", schema: Self.new) }
    #expect(try archive.image(of: "old.sqlite") == old)
    try archive.replay(to: "old.sqlite", schema: Self.new, mode: .rebuild)
    #expect(try archive.image(of: "again.sqlite") == old)
  }
}

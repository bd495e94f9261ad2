import BinanceUS
import Foundation
import Sinks
import TestKit
import Testing

@testable import Projections

// docs/new-schema.md begins
extension SchemaVersion {
  /// The fee tier of each trade, which the exchange sends since 2027-01-15.
  static let feeTiers = SchemaVersion(4)
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
      reads: [.myTrades])
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
// docs/new-schema.md ends

/// Follows docs/new-schema.md: its code is the one above, and it does what the page says.
@Suite("A new schema")
struct NewSchemaTests {
  private static let fourth = Schema(
    version: .feeTiers,
    tables: TableCatalogue.latest.tables.map {
      $0.schema.name == "trade" ? TieredTrade.definition(.feeTiers) : $0
    })

  private func archive() throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    let tier = ",\"feeTier\":2,\"tierSince\":1795409624123,\"later\":true"
    for (run, more) in [("2026", ""), ("2027", tier)] {
      let trade = "{\"symbol\":\"BTCUSD\",\"id\":1,\"orderId\":1,\"price\":\"1.50\"\(more)}"
      try archive.answer("/api/v3/myTrades", query: "symbol=BTCUSD", "[\(trade)]", run: run)
    }
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

  @Test("replaying the same log claims the fields that lay in extra, without a request")
  func replayed() throws {
    let archive = try archive()
    let before = try archive.image(of: "3.sqlite")
    let after = try archive.image(of: "4.sqlite", schema: Self.fourth)
    let (third, fourth) = (
      try SQLiteFile(archive.directory.file("3.sqlite")), try SQLiteFile(archive.directory.file("4.sqlite"))
    )
    let extra = "{\"feeTier\":2,\"tierSince\":1795409624123,\"later\":true}"
    #expect(try third.rows("SELECT extra FROM trade ORDER BY run_id") == [[.null], [.text(extra)]])
    #expect(
      try fourth.rows("SELECT feeTier, tierSince, extra FROM trade ORDER BY run_id") == [
        [.null, .null, .null],
        [.integer(2), .text("2026-11-23T04:53:44.123Z"), .text("{\"later\":true}")],
      ])
    let others = TableCatalogue.names.filter { $0 != "trade" }
    #expect(after.only(others) == before.only(others))
    let truth = try PlainTables(archive.log, schema: Self.fourth)
    #expect(after.tables["trade"] == truth["trade"]?.rows.values.sorted(by: precedes))
  }

  @Test("the schemas before it give what they gave, and their files are not taken for its own")
  func before() throws {
    let archive = try archive()
    let old = try archive.image(of: "3.sqlite")
    #expect(throws: (any Error).self) { try archive.replay(to: "3.sqlite", schema: Self.fourth) }
    #expect(try archive.image(of: "3.sqlite") == old)
    try archive.replay(to: "3.sqlite", schema: Self.fourth, mode: .rebuild)
    #expect(try archive.image(of: "again.sqlite") == old)
  }
}

import BinanceUS
import Sinks
import TestKit
import Testing

@testable import Projections

@Suite("What a table is by nature")
struct TableNatureTests {
  private static let deposit = TableDefinition(
    TableSchema(
      name: "deposit", summary: "Deposits, for this test.", shape: .array, key: ["id", "run_id"],
      nature: .windowed(identity: ["id"], time: "insertTime"),
      columns: [Column("id", .text), Column("amount", .decimal), Column("insertTime", .time)]),
    since: .seed, reads: [.deposits])

  @Test("a windowed history adds up, names no id to go on from, and no window is the whole of it")
  func windowed() throws {
    let archive = try ArchiveBuilder()
    let path = Self.deposit.reads[0].path
    func row(_ id: String, _ amount: String) -> String {
      #"{"id":"\#(id)","amount":"\#(amount)","insertTime":1795409624123}"#
    }
    try archive.record(path, query: "endTime=9&startTime=5", "[\(row("a", "1")),\(row("b", "2"))]", run: "r1")
    try archive.record(path, query: "endTime=12&startTime=9", "[\(row("c", "3"))]", run: "r1")
    try archive.record(path, query: "endTime=12&startTime=5", "[\(row("b", "2.5"))]", run: "r2")
    try archive.record(path, query: "endTime=20&startTime=12", "[]", run: "r2")
    let schema = Schema(version: SchemaVersion(9), tables: [Self.deposit])
    try archive.replay(to: "deposit.sqlite", schema: schema)
    let tables = try SQLiteFile(archive.directory.file("deposit.sqlite"))
    #expect(
      try tables.rows("SELECT id, amount FROM deposit_latest ORDER BY id") == [
        [.text("a"), .text("1")], [.text("b"), .text("2.5")], [.text("c"), .text("3")],
      ])
    #expect(try tables.rows("SELECT DISTINCT last_id FROM _checkpoint") == [[.null]])
    #expect(try tables.rows("SELECT DISTINCT is_whole FROM _envelope") == [[.integer(0)]])
  }

  @Test("each table of the catalogue says what it is, as its endpoints do")
  func catalogue() {
    for schema in TableCatalogue.schemas {
      for table in schema.tables {
        #expect(
          table.reads == Endpoint.all.filter { $0.table == table.schema.name }, "\(table.schema.name)")
        #expect(table.schema.nature.addsUp == (table.reads[0].nature != .snapshot), "\(table.schema.name)")
        let history = SymbolHistory(table.reads[0])
        #expect(table.schema.nature.pagingColumn == history?.idField, "\(table.schema.name)")
      }
    }
  }
}

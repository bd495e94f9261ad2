import EventLog
import Projections
import Replay
import Sinks
import TestKit
import Testing

@Suite("Tables without a name")
struct ScratchTablesTests {
  @Test(
    "hold what a file holds, and are read in the same way",
    arguments: TableCatalogue.schemas.map(\.version.number))
  func likeAFile(version: Int) throws {
    let schema = try #require(TableCatalogue.schema(version))
    let archive = try ArchiveBuilder()
    try archive.record(
      "/api/v3/account", "{\"balances\":[{\"asset\":\"A\",\"free\":\"1\",\"locked\":\"0\"}]}")
    try archive.record(
      "/api/v3/account",
      "{\"balances\":[{\"asset\":\"B\",\"free\":\"2\",\"locked\":\"0\"},{\"asset\":\"A\",\"free\":\"3\",\"locked\":\"0\"}]}"
    )
    try archive.replay(to: "t.sqlite", schema: schema)
    let file = try TablesReader.open(archive.directory.file("t.sqlite"))

    let sink = try ScratchTables.sink(of: schema, archive: archive.log.archiveID)
    let plan = try ReplayPlan(schema: schema, through: archive.last, jobs: 2, sink: sink)
    _ = try plan.run(of: archive.log)
    let scratch = TablesReader(over: sink)

    #expect(scratch.archive == file.archive && scratch.schema.version == file.schema.version)
    for table in schema.tables.map(\.schema) {
      #expect(try scratch.runDigests(of: table) == file.runDigests(of: table))
      #expect(try scratch.through(table) == archive.last)
    }
    #expect(try scratch.definitionDifferences().isEmpty)
    let balances = try #require(schema.table(named: "account_balance")).schema
    #expect(try rows(balances, scratch) == rows(balances, file))
    #expect(try rows(balances, scratch).count == 2)
  }

  private func rows(_ table: TableSchema, _ tables: TablesReader) throws -> [[RowValue]] {
    let columns = table.columns.map(\.name)
    let stream = try tables.stream(of: table, .latest, columns: columns, orderedBy: table.identity)
    var rows: [[RowValue]] = []
    while try stream.next() { rows.append(columns.indices.map { stream.value($0) }) }
    return rows
  }
}

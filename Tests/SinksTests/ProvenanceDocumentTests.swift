import Projections
import Replay
import Testing

@testable import Sinks

@Suite("What docs/tables.md says of the provenance tables")
struct ProvenanceDocumentTests {
  @Test(
    "every table and column that stands beside a schema's own has a line, in its place, and nothing else has")
  func columns() throws {
    let connection = try SQLiteConnection.open("", mode: .readWrite)
    try connection.execute(TableLayout.all(of: TableCatalogue.latest))
    func texts(_ sql: String) throws -> [String] {
      var found: [String] = []
      try connection.prepare(sql).rows { (row: borrowing SQLiteRow) throws(SinkError) in
        found.append(row.text(0))
      }
      return found
    }
    let tables = try texts("SELECT name FROM sqlite_schema WHERE type = 'table'").filter { $0.hasPrefix("_") }
    #expect(Set(tables) == Set(ProvenanceDocument.chapters.map(\.name)))
    for chapter in ProvenanceDocument.chapters {
      let columns = try texts("SELECT name FROM pragma_table_info('\(chapter.name)') ORDER BY cid")
      #expect(columns == chapter.columns.map(\.name), "\(chapter.name)")
    }
  }
}

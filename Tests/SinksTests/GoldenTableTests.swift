import Foundation
import Interchange
import Projections
import TestKit
import Testing

/// The tables of the fixtures, cell by cell. `BNUS_RECORD=1` writes them anew; the review reads
/// the difference.
@Suite("Golden tables")
struct GoldenTableTests {
  private static let folder = Captures.package + "/fixtures"

  /// Of each schema the tables that came with it or changed in it: under the others they are the same.
  static let golden: [(schema: Int, tables: [String])] = TableCatalogue.schemas.map { schema in
    let new = schema.tables.filter { ([$0.since] + $0.changed).contains(schema.version) }
    return (schema.version.number, new.map(\.schema.name))
  }

  @Test("the fixtures replay into the recorded tables", arguments: golden.map(\.schema))
  func fixturesReplay(number: Int) throws {
    let schema = try #require(TableCatalogue.schema(number))
    let tables = try #require(Self.golden.first { $0.schema == number }).tables
    let archive = try ArchiveBuilder()
    for name in try Self.fixtures() {
      _ = try EventsImport.run("\(Self.folder)/\(name)", into: archive.log)
    }
    try archive.replay(to: "golden.sqlite", schema: schema)
    let file = try SQLiteFile(archive.directory.file("golden.sqlite"))
    for table in tables {
      let key = try #require(schema.table(named: table)).schema.storedKey.map { "\"\($0)\"" }
      let rows = try file.rows("SELECT * FROM \"\(table)\" ORDER BY \(key.joined(separator: ", "))")
      let text = rows.map { $0.map(Self.text).joined(separator: "\t") + "\n" }.joined()
      try compare(text, with: "\(Self.folder)/golden/schema-\(number)/\(table).tsv")
    }
  }

  private func compare(_ text: String, with path: String) throws {
    if ProcessInfo.processInfo.environment["BNUS_RECORD"] == "1" {
      let place = URL(filePath: path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: place, atomically: true, encoding: .utf8)
      return
    }
    let recorded = try String(contentsOfFile: path, encoding: .utf8)
    let (now, then) = (text.split(separator: "\n"), recorded.split(separator: "\n"))
    let line = Array(zip(now, then)).firstIndex { $0 != $1 } ?? min(now.count, then.count)
    #expect(
      text == recorded,
      "\(path) differs from line \(line + 1) on; look, then make golden")
  }

  private static func text(_ cell: PlainCell) -> String {
    switch cell {
    case .null: "\\N"
    case .integer(let number): "\(number)"
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func fixtures() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }.sorted()
  }
}

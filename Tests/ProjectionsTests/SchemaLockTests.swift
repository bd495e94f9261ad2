import BinanceUS
import Foundation
import TestKit
import Testing

@testable import Projections

/// What a version of the schema holds never changes: a table that is to look different gets a new
/// version. `BNUS_RECORD=1` writes the lines of versions that have none yet.
@Suite("Schema locks")
struct SchemaLockTests {
  private static let path = Captures.package + "/fixtures/schema-locks.txt"

  private static var isRecording: Bool { ProcessInfo.processInfo.environment["BNUS_RECORD"] == "1" }

  /// One line a table, one a column.
  static func lines(of schema: Schema) -> [String] {
    schema.tables.flatMap { definition -> [String] in
      let (table, number) = (definition.schema, schema.version.number)
      let reads = definition.reads.map(\.path).joined(separator: " ")
      let head =
        "\(number) \(table.name) key \(table.key.joined(separator: " ")) identity \(table.identity.joined(separator: " ")) reads \(reads)"
      return [head]
        + table.columns.map {
          "\(number) \(table.name).\($0.name) \($0.type.rawValue) from \($0.source.words)"
        }
    }
  }

  private static func number(of line: String) -> Int { Int(clamping: Int64(line.prefix { $0 != " " }) ?? 0) }

  @Test("the columns, types, sources and keys of every version are those that were locked")
  func locked() throws {
    let lines = TableCatalogue.schemas.flatMap(Self.lines)
    var locked: [String] = []
    if FileManager.default.fileExists(atPath: Self.path) {
      locked = try String(contentsOfFile: Self.path, encoding: .utf8).split(separator: "\n").map(String.init)
    }
    if Self.isRecording {
      // Versions that are locked stay so: only new ones are written.
      let known = Set(locked.map(Self.number))
      locked += lines.filter { !known.contains(Self.number(of: $0)) }
      try Data((locked.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: Self.path))
    }
    for line in lines where !locked.contains(line) {
      Issue.record("not locked: \(line); give the change a new version, then record with BNUS_RECORD=1")
    }
    for line in locked where !lines.contains(line) {
      Issue.record("locked, but gone: \(line); a version keeps what it has")
    }
    #expect(lines == locked)
  }

  @Test("versions count from 1 without a gap, and the newest is the default")
  func versions() {
    #expect(TableCatalogue.schemas.map(\.version.number) == Array(1...TableCatalogue.schemas.count))
    #expect(TableCatalogue.latest.version == TableCatalogue.schemas.last?.version)
    #expect(TableCatalogue.schema(0)?.version == nil)
    #expect(TableCatalogue.schema(99)?.version == nil)
  }
}

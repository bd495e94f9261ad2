import Foundation
import TestKit
import Testing

@testable import Projections

/// The tables that the seed's document promises, held against schema 1.
@Suite("The seed's contract", .enabled(if: Captures.areExpected))
struct SeedContractTests {
  /// A chapter of "Tables created".
  struct Promise: Equatable {
    let name: String
    let key: [String]
    let fields: [String]
  }

  private func promises() throws -> [Promise] {
    let text = try Captures.document("SEED.md")
    let start = try #require(text.range(of: "## Tables created"))
    let chapters = text[start.upperBound...].split(separator: "\n## ")[0].split(separator: "\n### ")
      .dropFirst()
    return try chapters.map { chapter in
      let lines = chapter.split(separator: "\n")
      func list(_ label: String) throws -> [String] {
        let line = try #require(lines.first { $0.hasPrefix("- \(label): ") })
        // Words in brackets explain the name before them.
        let names = line.dropFirst(label.count + 4).replacing(/\([^)]*\)/, with: "").split(separator: ",")
        return names.map { String($0.trimmingPrefix(" ").prefix { $0 != " " }) }
      }
      let title = try #require(lines.first)
      return Promise(
        name: title.lowercased().filter { $0 != " " }, key: try list("Primary Key"),
        fields: try list("Key Fields"))
    }
  }

  @Test("schema 1 has the seed's tables, and no others")
  func names() throws {
    let promised = try promises().map(\.name)
    #expect(promised.count == 7)
    #expect(Set(promised) == Set(TableCatalogue.schemas[0].tables.map(\.schema.name)))
    #expect(promised.sorted() == TableCatalogue.names.sorted())
  }

  @Test("every table has the seed's primary key and key fields")
  func tables() throws {
    for promise in try promises() {
      let table = try #require(TableCatalogue.schemas[0].table(named: promise.name)).schema
      #expect(table.key == promise.key, "\(promise.name)")
      #expect(Set(table.storedKey) == Set(promise.key), "\(promise.name)")
      for field in promise.fields { #expect(table.index(of: field) != nil, "\(promise.name).\(field)") }
      #expect(!promise.fields.isEmpty)
    }
  }

  @Test("later schemas keep every column of the seed's tables")
  func later() throws {
    for promise in try promises() {
      for schema in TableCatalogue.schemas {
        let columns = try #require(schema.table(named: promise.name)).schema.columns
        let first = try #require(TableCatalogue.schemas[0].table(named: promise.name)).schema.columns
        #expect(Set(first).isSubset(of: columns), "\(promise.name), schema \(schema.version.number)")
      }
    }
  }
}

import Foundation
import TestKit
import Testing

@testable import Projections

/// The tables that the seed's document promises, held against schema 1.
@Suite("The seed's contract")
struct SeedContractTests {
  /// A line of the contract.
  struct Promise: Equatable {
    let name: String
    let key: [String]
    let fields: [String]
  }

  private func promises() throws -> [Promise] {
    let path = "\(Captures.package)/Tests/ProjectionsTests/Contract/tables.txt"
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { line in
        let parts = line.split(separator: "|").map { part in
          part.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        try #require(parts.count == 3 && parts[0].count == 1, "\(line)")
        return Promise(name: parts[0][0], key: parts[1], fields: parts[2])
      }
  }

  @Test("schema 1 has the seed's tables and no others, and later schemas keep them")
  func names() throws {
    let promised = try promises().map(\.name)
    #expect(promised.count == 7)
    #expect(Set(promised) == Set(TableCatalogue.schemas[0].tables.map(\.schema.name)))
    for schema in TableCatalogue.schemas {
      #expect(
        Set(schema.tables.map(\.schema.name)).isSuperset(of: promised), "schema \(schema.version.number)")
    }
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

import BinanceUS
import Testing

@testable import Projections

@Suite("The catalogue of tables")
struct TableCatalogueTests {
  /// What a table is, apart from the version it stands under.
  private struct Shape: Equatable {
    let schema: TableSchema
    let reads: [Endpoint]

    init(_ table: TableDefinition) { (schema, reads) = (table.schema, table.reads) }
  }

  @Test("a table looks different from the version before in the versions that it names, and in no other")
  func changes() {
    for (before, after) in zip(TableCatalogue.schemas, TableCatalogue.schemas.dropFirst()) {
      for table in after.tables {
        let name = table.schema.name
        guard let old = before.table(named: name) else {
          #expect(table.since == after.version, "\(name)")
          continue
        }
        #expect(
          (Shape(old) != Shape(table)) == table.changed.contains(after.version),
          "\(name), schema \(after.version.number)")
      }
      #expect(Set(after.tables.map(\.schema.name)).isSuperset(of: before.tables.map(\.schema.name)))
    }
  }

  @Test("a table that comes later leaves the schemas before it as they are")
  func added() throws {
    let ninth = SchemaVersion(9)
    let schemas = TableCatalogue.schemas(
      of: TableCatalogue.tables + [
        { _ in
          TableDefinition(
            TableSchema(
              name: "trading_fee", summary: "For this test.", shape: .array, key: ["symbol", "run_id"],
              nature: .snapshot(identity: ["symbol"]), columns: [Column("symbol", .text)]),
            since: ninth, reads: [.tradingFee])
        }
      ])
    #expect(schemas.map(\.version) == TableCatalogue.schemas.map(\.version) + [ninth])
    for (one, other) in zip(schemas, TableCatalogue.schemas) {
      #expect(one.tables.map(Shape.init) == other.tables.map(Shape.init))
    }
    #expect(schemas.last?.tables.map(\.schema.name) == TableCatalogue.names + ["trading_fee"])
  }
}

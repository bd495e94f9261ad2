/// A version of the whole set of tables: a value, so that all of them stay runnable on one log
/// forever.
public struct Schema: Sendable {
  public let version: SchemaVersion
  public let tables: [TableDefinition]

  public init(version: SchemaVersion, tables: [TableDefinition]) {
    self.version = version
    self.tables = tables
  }

  /// The table with this name.
  public func table(named name: String) -> TableDefinition? {
    tables.first { $0.schema.name == name }
  }
}

/// Every table in every version of the schema. An eighth table is one file in `Tables` and one
/// line here.
public enum TableCatalogue {
  /// The tables as they stand under a version, in their fixed order.
  private static func tables(_ version: SchemaVersion) -> [TableDefinition] {
    [
      ExchangeInfo.definition(version), TickerPrice.definition(version),
      AccountBalance.definition(version), WalletDetails.definition(version),
      Trade.definition(version), Order.definition(version), ServerTime.definition(version),
    ]
  }

  /// Every schema, oldest first.
  public static let schemas: [Schema] = [
    SchemaVersion.seed, .uniqueKeys, .exchangeUpgrade,
  ].map { Schema(version: $0, tables: tables($0)) }

  /// What `replay` uses unless told otherwise.
  public static let latest = schemas[schemas.count - 1]

  /// The tables' names.
  public static let names = latest.tables.map(\.schema.name)

  /// The schema of this number.
  public static func schema(_ number: Int) -> Schema? {
    schemas.first { $0.version.number == number }
  }
}

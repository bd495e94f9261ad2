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

/// Every table in every version of the schema.
public enum TableCatalogue {
  /// A table, as it stands under a version.
  typealias Table = @Sendable (SchemaVersion) -> TableDefinition

  /// Every table, in the fixed order. One more is a file in `Tables` and a line here.
  static let tables: [Table] = [
    ExchangeInfo.definition, TickerPrice.definition, AccountBalance.definition, WalletDetails.definition,
    Trade.definition, Order.definition, ServerTime.definition,
    Deposit.definition, Withdrawal.definition, FiatTransfer.definition, DustConversion.definition,
    Distribution.definition, StakingMovement.definition, StakingReward.definition, StakingBalance.definition,
    StakingAsset.definition, OTCOrder.definition, OCBSOrder.definition, ReferralReward.definition,
  ]

  /// Every schema, oldest first.
  public static let schemas: [Schema] = schemas(of: tables)

  /// The schemas that tables make, oldest first: one for each version in which a table came or changed.
  static func schemas(of tables: [Table]) -> [Schema] {
    let versions = tables.map { $0(.seed) }.flatMap { [$0.since] + $0.changed }
    return Set(versions).sorted().map { version in
      Schema(version: version, tables: tables.map { $0(version) }.filter { $0.since <= version })
    }
  }

  /// What `replay` uses by default.
  public static let latest = schemas[schemas.count - 1]

  /// The tables' names.
  public static let names = latest.tables.map(\.schema.name)

  /// The schema of this number.
  public static func schema(_ number: Int) -> Schema? {
    schemas.first { $0.version.number == number }
  }
}

/// Every table in every version of the schema. An eighth table is one file in `Tables` and one
/// line here.
public enum TableCatalogue {
  private static let makers: [@Sendable (SchemaVersion) -> TableDefinition] = [
    ExchangeInfo.definition, TickerPrice.definition, AccountBalance.definition,
    WalletDetails.definition, Trade.definition, Order.definition, ServerTime.definition,
  ]

  /// The tables of one version, in their fixed order.
  public static func tables(_ version: SchemaVersion) -> [TableDefinition] {
    makers.map { $0(version) }
  }

  /// The tables' names.
  public static let names = tables(.latest).map(\.schema.name)
}

import BinanceUS

/// `exchange_info`: the trading pairs, one row a symbol and response.
/// Source of the fields: docs/binance-us-api.md, section 1.2.
enum ExchangeInfo {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    let schema = TableSchema(
      name: "exchange_info",
      summary: "All trading pairs, with what may be traded and by which rules.",
      shape: .member("symbols"),
      key: ["symbol", "run_id"], nature: .snapshot(identity: ["symbol"]),
      columns: seedColumns + (version >= .exchangeUpgrade ? upgradeColumns + ruleColumns : []))
    return TableDefinition(schema, since: .seed, changed: [.exchangeUpgrade], reads: [.exchangeInfo]) {
      if version >= .exchangeUpgrade { return FilteredExchangeInfo(schema) }
      return MappedProjection(schema)
    }
  }

  private static let seedColumns = [
    Column("symbol", .text), Column("status", .text),
    Column("baseAsset", .text), Column("baseAssetPrecision", .integer),
    Column("quoteAsset", .text), Column("quotePrecision", .integer),
    Column("quoteAssetPrecision", .integer),
    Column("baseCommissionPrecision", .integer), Column("quoteCommissionPrecision", .integer),
    Column("orderTypes", .json), Column("icebergAllowed", .boolean),
    Column("ocoAllowed", .boolean), Column("quoteOrderQtyMarketAllowed", .boolean),
    Column("allowTrailingStop", .boolean), Column("cancelReplaceAllowed", .boolean),
    Column("isSpotTradingAllowed", .boolean), Column("isMarginTradingAllowed", .boolean),
    Column("filters", .json), Column("permissions", .json),
    Column("defaultSelfTradePreventionMode", .text),
    Column("allowedSelfTradePreventionModes", .json),
  ]

  /// What the upgrade of 2026-08-31 brought.
  private static let upgradeColumns = [
    Column("permissionSets", .json), Column("otoAllowed", .boolean),
    Column("opoAllowed", .boolean), Column("amendAllowed", .boolean),
    Column("pegInstructionsAllowed", .boolean),
  ]

  /// The limits of price, size and value, lifted out of `filters`.
  private static let ruleColumns = FilterRule.all.map {
    Column($0.column, .decimal, from: .derived($0.meaning))
  }
}

import BinanceUS

/// `trade`: the account's executed trades. Trade ids count within one symbol, and both sides of
/// a self trade share one, so only symbol, id and orderId together name a row.
/// Source: docs/binance-us-api.md, section 1.6.
enum Trade {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "trade",
        summary: "Every trade executed on the account.",
        shape: .array,
        key: version >= .uniqueKeys ? ["symbol", "id", "orderId", "run_id"] : ["id", "run_id"],
        nature: .paged(identity: ["symbol", "id", "orderId"], id: "id"),
        columns: [
          Column("symbol", .text), Column("id", .integer), Column("orderId", .integer),
          Column("orderListId", .integer), Column("price", .decimal), Column("qty", .decimal),
          Column("quoteQty", .decimal), Column("commission", .decimal),
          Column("commissionAsset", .text), Column("time", .time),
          Column("isBuyer", .boolean), Column("isMaker", .boolean),
          Column("isBestMatch", .boolean),
        ]),
      since: .seed, changed: [.uniqueKeys], reads: [.myTrades])
  }
}

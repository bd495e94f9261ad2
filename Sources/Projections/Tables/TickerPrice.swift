import BinanceUS

/// `ticker_price`: the rolling 24 hours of every trading pair.
/// Source of the fields: docs/binance-us-api.md, section 1.3.
enum TickerPrice {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "ticker_price",
        summary: "Price change statistics of the last 24 hours, one row a trading pair.",
        shape: .arrayOrObject,
        key: ["symbol", "run_id"], nature: .snapshot(identity: ["symbol"]),
        columns: [
          Column("symbol", .text), Column("priceChange", .decimal),
          Column("priceChangePercent", .decimal), Column("weightedAvgPrice", .decimal),
          Column("prevClosePrice", .decimal), Column("lastPrice", .decimal),
          Column("lastQty", .decimal), Column("bidPrice", .decimal), Column("bidQty", .decimal),
          Column("askPrice", .decimal), Column("askQty", .decimal),
          Column("openPrice", .decimal), Column("highPrice", .decimal),
          Column("lowPrice", .decimal), Column("volume", .decimal),
          Column("quoteVolume", .decimal), Column("openTime", .time),
          Column("closeTime", .time), Column("firstId", .integer), Column("lastId", .integer),
          Column("count", .integer),
        ]),
      since: .seed, reads: [.ticker24h])
  }
}

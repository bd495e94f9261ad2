import BinanceUS

/// `order`: the account's orders, as often as a response has them. Order ids count within one
/// symbol. Source: docs/binance-us-api.md, section 1.7.
enum Order {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "order",
        summary: "Every order placed on the account, in each state it was seen in.",
        shape: .arrayOrObject,
        key: version >= .uniqueKeys ? ["symbol", "orderId", "run_id"] : ["orderId", "run_id"],
        nature: .paged(identity: ["symbol", "orderId"], id: "orderId"),
        columns: seedColumns + (version >= .exchangeUpgrade ? laterColumns : [])),
      since: .seed, changed: [.uniqueKeys, .exchangeUpgrade], reads: [.allOrders, .order])
  }

  private static let seedColumns = [
    Column("symbol", .text), Column("orderId", .integer), Column("orderListId", .integer),
    Column("clientOrderId", .text), Column("price", .decimal), Column("origQty", .decimal),
    Column("executedQty", .decimal), Column("cummulativeQuoteQty", .decimal),
    Column("status", .text), Column("timeInForce", .text), Column("type", .text),
    Column("side", .text), Column("stopPrice", .decimal), Column("icebergQty", .decimal),
    Column("time", .time), Column("updateTime", .time), Column("isWorking", .boolean),
    Column("origQuoteOrderQty", .decimal),
  ]

  /// Fields that arrived since 2022-11.
  private static let laterColumns = [
    Column("workingTime", .time), Column("selfTradePreventionMode", .text),
    Column("trailingDelta", .integer), Column("trailingTime", .time),
    Column("strategyId", .integer), Column("strategyType", .integer),
    Column("preventedMatchId", .integer), Column("preventedQuantity", .decimal),
    Column("tradeGroupId", .integer), Column("expiryReason", .text),
    Column("usedSor", .boolean), Column("workingFloor", .text),
    Column("pegPriceType", .text), Column("pegOffsetType", .text),
    Column("pegOffsetValue", .integer), Column("peggedPrice", .decimal),
  ]
}

import BinanceUS

/// `otc_order`: trades over the counter. Source of the fields: docs/binance-us-api.md, section 1.8.
enum OTCOrder {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "otc_order",
        summary: "Every order over the counter, in each state it was seen in.",
        shape: .memberUnlessNone("rows", total: "total"),
        key: ["orderId", "run_id"], nature: .windowed(identity: ["orderId"], time: "createTime"),
        columns: [
          Column("orderId", .text), Column("quoteId", .text), Column("orderStatus", .text),
          Column("statusMeaning", .text, from: .meaning(of: "orderStatus", .ofQuotedOrders)),
          Column("createTime", .instant),
          Column("fromCoin", .text), Column("fromAmount", .amount), Column("toCoin", .text),
          Column("toAmount", .amount), Column("ratio", .amount), Column("inverseRatio", .amount),
        ]),
      since: .movements, reads: [.otcOrders])
  }
}

import BinanceUS

/// `ocbs_order`: instant buys, sales and conversions. Whether the fee lies inside `fromAmount` or is taken from
/// `toAmount` is not documented. Source of the fields: docs/binance-us-api.md, section 1.8.
enum OCBSOrder {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "ocbs_order",
        summary: "Every instant buy, sale and conversion, in each state it was seen in.",
        shape: .memberUnlessNone("dataList", total: "total"),
        key: ["orderId", "run_id"], nature: .windowed(identity: ["orderId"], time: "createTime"),
        columns: [
          Column("orderId", .text), Column("quoteId", .text), Column("orderStatus", .text),
          Column("statusMeaning", .text, from: .meaning(of: "orderStatus", .ofQuotedOrders)),
          Column("createTime", .instant), Column("fromCoin", .text), Column("fromAmount", .amount),
          Column("toCoin", .text), Column("toAmount", .amount), Column("feeCoin", .text),
          Column("feeAmount", .amount), Column("ratio", .amount),
        ]),
      since: .movements, reads: [.ocbsOrders])
  }
}

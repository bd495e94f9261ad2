import BinanceUS

/// `fiat_transfer`: dollars in and out. A deposit credits `amount`; a withdrawal costs `amount` and both fees.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum FiatTransfer {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "fiat_transfer",
        summary:
          "Every deposit and withdrawal of dollars, in each state it was seen in. A deposit credits `amount`; a withdrawal costs `amount` + `transactionFee` + `platformFee`.",
        shape: .eitherMember("assetLogRecordList", "data"),
        key: ["direction", "orderId", "run_id"],
        nature: .windowed(identity: ["direction", "orderId"], time: "createTime"),
        columns: [
          Column("direction", .text, from: .endpoint(directions)), Column("orderId", .text),
          Column("createTime", .instant), Column("fiatCurrency", .text), Column("amount", .amount),
          Column("transactionFee", .amount), Column("platformFee", .amount), Column("orderStatus", .text),
          Column("statusMeaning", .text, from: .meaning(of: "orderStatus", .ofFiatTransfers)),
          Column("paymentAccount", .text), Column("paymentChannel", .text), Column("paymentMethod", .text),
        ]),
      since: .movements, reads: [.fiatDeposits, .fiatWithdrawals])
  }

  private static let directions = EndpointWords([.fiatDeposits: "deposit", .fiatWithdrawals: "withdrawal"])
}

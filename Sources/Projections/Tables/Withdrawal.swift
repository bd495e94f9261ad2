import BinanceUS

/// `withdrawal`: coins that went out. The account loses `amount` and `transactionFee`.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum Withdrawal {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "withdrawal",
        summary:
          "Every withdrawal of coins, in each state it was seen in. `amount` is net: the account loses `amount` + `transactionFee`.",
        shape: .array,
        key: ["id", "run_id"], nature: .windowed(identity: ["id"], time: "applyTime"),
        columns: [
          Column("id", .text), Column("coin", .text), Column("amount", .amount),
          Column("transactionFee", .amount),
          Column("applyTime", .instant), Column("completeTime", .instant),
          Column("status", .text),
          Column("statusMeaning", .text, from: .meaning(of: "status", .ofWithdrawals)),
          Column("network", .text), Column("address", .text), Column("addressTag", .text),
          Column("txId", .text),
          Column("txKey", .text), Column("transferType", .text), Column("withdrawOrderId", .text),
          Column("walletType", .text), Column("confirmNo", .text), Column("info", .text),
        ]),
      since: .movements, reads: [.withdrawals])
  }
}

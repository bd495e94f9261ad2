import BinanceUS

/// `deposit`: coins that came in. Nothing that the exchange sends of one stays the same and names it alone, so it is
/// known by coin, time, amount and address; `txId` may be empty, repeat, and come later.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum Deposit {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    let identity = ["coin", "insertTime", "amount", "address", "occurrence"]
    return TableDefinition(
      TableSchema(
        name: "deposit",
        summary:
          "Every deposit of coins, in each state it was seen in. `amount` is what the account was credited with.",
        shape: .array,
        key: identity + ["run_id"], nature: .windowed(identity: identity, time: "insertTime"),
        columns: [
          Column("coin", .text), Column("insertTime", .instant), Column("amount", .amount),
          Column("address", .text, mayLack: true), Column("occurrence", .integer, from: .occurrence),
          Column("network", .text), Column("addressTag", .text), Column("txId", .text), Column("id", .text),
          Column("status", .text),
          Column("statusMeaning", .text, from: .meaning(of: "status", .ofDeposits)),
          Column("confirmTimes", .text), Column("unlockConfirm", .text), Column("transferType", .text),
          Column("walletType", .text),
        ]),
      since: .movements, reads: [.deposits])
  }
}

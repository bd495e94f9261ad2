import BinanceUS

/// `wallet_details`: every coin with its networks and what the account has of it.
/// Source of the fields: docs/binance-us-api.md, section 1.5.
enum WalletDetails {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "wallet_details",
        summary: "All coins: balances in every state, and how they are deposited and withdrawn.",
        shape: .array,
        key: ["coin", "run_id"], nature: .snapshot(identity: ["coin"]),
        columns: [
          Column("coin", .text), Column("name", .text),
          Column("depositAllEnable", .boolean), Column("withdrawAllEnable", .boolean),
          Column("free", .decimal), Column("locked", .decimal),
          Column("frozen", .decimal, from: .field("freeze")),
          Column("withdrawing", .decimal), Column("ipoing", .decimal),
          Column("ipoable", .decimal), Column("storage", .decimal),
          Column("isLegalMoney", .boolean), Column("trading", .boolean),
          Column("networkList", .json),
        ]),
      since: .seed, reads: [.walletConfig])
  }
}

import BinanceUS

/// `distribution`: airdrops, rebates and rewards. `tranId` does not name one, and an amount may be negative.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum Distribution {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    let identity = ["tranId", "asset", "divTime", "category", "amount", "occurrence"]
    return TableDefinition(
      TableSchema(
        name: "distribution",
        summary: "Every airdrop, rebate and reward that was credited; a negative `amount` is a charge.",
        shape: .memberUnlessNone("rows", total: "total"),
        key: identity + ["run_id"], nature: .windowed(identity: identity, time: "divTime"),
        columns: [
          Column("tranId", .integer), Column("asset", .text), Column("divTime", .instant),
          Column("category", .text, mayLack: true), Column("amount", .amount),
          Column("occurrence", .integer, from: .occurrence),
        ]),
      since: .movements, reads: [.distributions])
  }
}

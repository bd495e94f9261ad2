import BinanceUS

/// `staking_reward`: what staking earned. `usdValue` is what the exchange says it was worth.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum StakingReward {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "staking_reward",
        summary: "Every reward of staking; `usdValue` is its value in dollars when it was credited.",
        shape: .memberUnlessNone("data", total: "total"),
        key: ["tranId", "asset", "run_id"], nature: .windowed(identity: ["tranId", "asset"], time: "time"),
        columns: [
          Column("tranId", .integer), Column("asset", .text), Column("time", .instant),
          Column("amount", .amount),
          Column("usdValue", .amount), Column("autoRestaked", .boolean),
        ]),
      since: .movements, reads: [.stakingRewards])
  }
}

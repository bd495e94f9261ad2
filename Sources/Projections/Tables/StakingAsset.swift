import BinanceUS

/// `staking_asset`: what can be staked, and on which terms.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum StakingAsset {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "staking_asset",
        summary: "What can be staked, and on which terms; `unstakingPeriod` is in hours.",
        shape: .array,
        key: ["stakingAsset", "run_id"], nature: .snapshot(identity: ["stakingAsset"]),
        columns: [
          Column("stakingAsset", .text), Column("rewardAsset", .text), Column("apr", .amount),
          Column("apy", .amount),
          Column("unstakingPeriod", .integer), Column("minStakingLimit", .amount),
          Column("maxStakingLimit", .amount), Column("autoRestake", .boolean),
        ]),
      since: .movements, reads: [.stakingAssets])
  }
}

import BinanceUS

/// `staking_balance`: what is staked. These coins are not in `account_balance`.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum StakingBalance {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "staking_balance",
        summary: "What is staked, one row an asset; it is not part of `account_balance`.",
        shape: .member("data"),
        key: ["asset", "run_id"], nature: .snapshot(identity: ["asset"]),
        columns: [
          Column("asset", .text), Column("stakingAmount", .amount), Column("unstakeInProgress", .amount),
          Column("pendingRewards", .amount), Column("rewardAsset", .text), Column("apr", .amount),
          Column("apy", .amount), Column("autoRestake", .boolean),
        ]),
      since: .movements, reads: [.stakingBalance])
  }
}

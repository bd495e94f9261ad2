import BinanceUS

/// `staking_movement`: what was staked and unstaked. The exchange gives these no id.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum StakingMovement {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    let identity = ["asset", "type", "initiatedTime", "amount", "occurrence"]
    return TableDefinition(
      TableSchema(
        name: "staking_movement",
        summary: "Everything that was staked and unstaked, in each state it was seen in.",
        shape: .array,
        key: identity + ["run_id"], nature: .windowed(identity: identity, time: "initiatedTime"),
        columns: [
          Column("asset", .text), Column("type", .text, mayLack: true), Column("initiatedTime", .instant),
          Column("amount", .amount), Column("occurrence", .integer, from: .occurrence),
          Column("status", .text),
          Column("statusMeaning", .text, from: .meaning(of: "status", .ofStaking)),
        ]),
      since: .movements, reads: [.stakingHistory])
  }
}

import BinanceUS

/// `referral_reward`: what referrals earned. A row names no coin, and its kind stands in the request alone.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum ReferralReward {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    let identity = ["userBizType", "receiveDateTime", "userId", "rewardAmount", "rewardType", "occurrence"]
    return TableDefinition(
      TableSchema(
        name: "referral_reward",
        summary:
          "Every reward of a referral. `userBizType` is the kind that was requested; a row names no coin.",
        shape: .memberUnlessNone("rows", total: "total"),
        key: identity + ["run_id"], nature: .windowed(identity: identity, time: "receiveDateTime"),
        columns: [
          Column("userBizType", .text, from: .parameter("userBizType")), Column("receiveDateTime", .instant),
          Column("userId", .text, mayLack: true), Column("rewardAmount", .amount),
          Column("rewardType", .text, mayLack: true), Column("occurrence", .integer, from: .occurrence),
        ]),
      since: .movements, reads: [.referralRewards])
  }
}

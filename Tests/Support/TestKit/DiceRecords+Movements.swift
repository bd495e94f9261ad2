/// Random bodies of what moves an account's money beside trades.
extension DiceRecords {
  mutating func movements() -> Response {
    switch dice.within(0...11) {
    case 0: bare("/sapi/v1/capital/deposit/hisrec") { $0.deposit() }
    case 1: bare("/sapi/v1/capital/withdraw/history") { $0.withdrawal() }
    case 2: fiat()
    case 3: dust()
    case 4: wrapped("/sapi/v1/asset/assetDistributionHistory", in: "rows") { $0.distribution() }
    case 5: bare("/sapi/v1/staking/history") { $0.stake() }
    case 6: rewards()
    case 7: wrapped("/sapi/v1/staking/stakingBalance", in: "data") { $0.staked() }
    case 8: bare("/sapi/v1/staking/asset") { $0.stakeable() }
    case 9: wrapped("/sapi/v1/otc/orders", in: "rows") { $0.exchanged() }
    case 10: wrapped("/sapi/v1/ocbs/orders", in: "dataList") { $0.exchanged() }
    default: referrals()
    }
  }

  private mutating func bare(_ path: String, _ make: (inout DiceRecords) -> [Field]) -> Response {
    Response(endpoint: path, query: window(), body: some(make))
  }

  private mutating func wrapped(
    _ path: String, in name: String, _ make: (inout DiceRecords) -> [Field]
  ) -> Response {
    let body = object(around(name, some(make), [("total", "\(dice.within(0...3))"), ("success", "true")]))
    return Response(endpoint: path, query: window(), body: body)
  }

  private mutating func some(_ make: (inout DiceRecords) -> [Field]) -> String {
    let count = dice.within(0...5)
    return rows(Array(repeating: 0, count: count)) { records, _ in make(&records) }
  }

  private mutating func window() -> String {
    dice.oneIn(3) ? "" : "endTime=\(dice.within(6...9))&startTime=\(dice.within(1...5))"
  }

  private mutating func fiat() -> Response {
    let path = "/sapi/v1/fiatpayment/query/\(dice.pick(["deposit", "withdraw"]))/history"
    let name = dice.pick(["assetLogRecordList", "assetLogRecordList", "data", "rows"])
    return wrapped(path, in: name) { $0.transfer() }
  }

  private mutating func rewards() -> Response {
    let path = "/sapi/v1/staking/stakingRewardsHistory"
    guard dice.oneIn(3) else { return wrapped(path, in: "data") { $0.reward() } }
    let total = dice.pick(["0", "\"0\"", "1", "null"])
    let body = object(around("data", "null", [("total", total), ("code", "\"000000\"")]))
    return Response(endpoint: path, query: window(), body: dice.oneIn(2) ? body : object([("total", total)]))
  }

  private mutating func dust() -> Response {
    let groups = rows(Array(repeating: 0, count: dice.within(0...3))) { records, _ in
      let details = records.some { $0.dustDetail() }
      var fields: [Field] = [
        ("operateTime", records.time()), ("totalServiceChargeAmount", records.decimal()),
        ("userAssetDribbletDetails", details),
      ]
      if !records.dice.oneIn(4) {
        let name = records.dice.pick(["totalTransferredAmount", "totalTransferedAmount"])
        fields.insert((name, records.decimal()), at: records.dice.within(0...3))
      }
      return fields
    }
    let body = object(around("userDustConvertHistory", groups, [("total", "1")]))
    return Response(endpoint: "/sapi/v1/asset/query/dust-logs", query: window(), body: body)
  }

  private mutating func referrals() -> Response {
    let body = object(around("rows", some { $0.referral() }, [("total", "1")]))
    return Response(
      endpoint: "/sapi/v1/marketing/referral/reward/history",
      query: dice.pick(["page=1&rows=200&userBizType=0", "page=1&rows=200&userBizType=1", "page=1"]),
      body: body)
  }

  private mutating func amount() -> String {
    dice.pick([decimal(), "\"2.5\"", "1e-8", "2.50", "1E3", "-1.2e2", "0.5"])
  }

  private mutating func moment() -> String {
    dice.pick([time(), "1641806714", "\"2025-10-02 12:46:49\"", "\"2025-02-30 12:46:49\"", "\"1641806714\""])
  }

  private mutating func coin() -> String { dice.pick(["\"BTC\"", "\"ETH\"", "\"456\"", "\"\\u0042TC\""]) }

  private mutating func name(_ words: String...) -> String { "\"\(dice.pick(words))\"" }

  private mutating func deposit() -> [Field] {
    [
      ("amount", amount()), ("coin", coin()), ("network", "\"ETH\""),
      ("status", dice.pick(["0", "1", "6", "7"])),
      ("address", name("", "0xab", "bc1q")), ("txId", name("", "Internal transfer 5", "0x1")),
      ("insertTime", moment()), ("transferType", "0"), ("confirmTimes", "\"6/6\""),
    ]
  }

  private mutating func withdrawal() -> [Field] {
    [
      ("id", name("a", "b", "c")), ("amount", amount()), ("transactionFee", amount()), ("coin", coin()),
      ("status", dice.pick(["0", "2", "6", "\"6\""])), ("applyTime", moment()),
      ("withdrawOrderId", dice.pick(["null", "\"w\""])),
    ]
  }

  private mutating func transfer() -> [Field] {
    [
      ("orderId", name("a", "b", "c")), ("orderStatus", name("Successful", "Processing", "Lost")),
      ("amount", amount()), ("transactionFee", amount()), ("platformFee", "\"0\""), ("createTime", moment()),
    ]
  }

  private mutating func dustDetail() -> [Field] {
    [
      (dice.pick(["tranId", "tranId", "transId"]), "\(dice.within(1...4))"), ("fromAsset", coin()),
      ("toAsset", coin()), ("amount", amount()),
      (dice.pick(["transferredAmount", "transferedAmount"]), amount()), ("serviceChargeAmount", amount()),
      ("operateTime", moment()),
    ]
  }

  private mutating func distribution() -> [Field] {
    [
      ("amount", amount()), ("asset", coin()), ("divTime", moment()), ("category", name("Airdrop", "Others")),
      ("tranId", "\(dice.within(1...3))"),
    ]
  }

  private mutating func stake() -> [Field] {
    [
      ("asset", coin()), ("amount", amount()), ("type", name("staked", "unstaked")),
      ("initiatedTime", moment()),
      ("status", name("SUCCESS", "PENDING", "ODD")),
    ]
  }

  private mutating func reward() -> [Field] {
    [
      ("asset", coin()), ("amount", amount()), ("usdValue", amount()), ("time", moment()),
      ("tranId", "\(dice.within(1...3))"), ("autoRestaked", "false"),
    ]
  }

  private mutating func staked() -> [Field] {
    [("asset", coin()), ("stakingAmount", amount()), ("apr", amount()), ("autoRestake", "true")]
  }

  private mutating func stakeable() -> [Field] {
    [("stakingAsset", coin()), ("rewardAsset", coin()), ("apy", amount()), ("unstakingPeriod", "168")]
  }

  private mutating func exchanged() -> [Field] {
    [
      ("quoteId", name("q", "r")), ("orderId", dice.pick(["\"1\"", "2", "\"3\""])),
      ("orderStatus", name("PROCESS", "SUCCESS", "FAIL", "ODD")), ("fromCoin", coin()),
      ("fromAmount", amount()),
      ("toCoin", coin()), ("toAmount", amount()), ("feeAmount", amount()), ("createTime", moment()),
    ]
  }

  private mutating func referral() -> [Field] {
    [
      ("userId", "\(dice.within(1...2))"), ("rewardAmount", amount()), ("receiveDateTime", moment()),
      ("rewardType", name("USD", "BNB")),
    ]
  }
}

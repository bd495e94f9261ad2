/// The endpoints beside the seven tables: plausible and short.
extension SimulatedWorld {
  func fundingBody(for request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    switch request.path {
    case "/sapi/v1/capital/deposit/hisrec": return try transfers(.deposit, request, at: time)
    case "/sapi/v1/capital/withdraw/history": return try transfers(.withdrawal, request, at: time)
    case "/sapi/v1/fiatpayment/query/deposit/history": return try fiat(.fiatDeposit, request, at: time)
    case "/sapi/v1/fiatpayment/query/withdraw/history": return try fiat(.withdrawal, request, at: time)
    case "/sapi/v1/asset/query/dust-logs": return try dustLog(request, at: time)
    case "/sapi/v1/asset/assetDistributionHistory": return try distributions(request, at: time)
    case "/sapi/v1/asset/query/trading-fee": return try tradingFees(request, at: time)
    default: break
    }
    if let fixed = SimulatedWorld.fixedBodies.first(where: { $0.path == request.path }) {
      return Array(fixed.body.utf8)
    }
    throw request.path.hasPrefix("/sapi/") ? .unknownService : .blocked
  }

  private static let fixedBodies: [(path: String, body: String)] = [
    ("/sapi/v1/staking/history", "[]"),
    ("/sapi/v1/staking/asset", "[]"),
    ("/sapi/v1/staking/stakingBalance", emptyWrapper),
    ("/sapi/v1/staking/stakingRewardsHistory", emptyWrapper),
    ("/sapi/v1/otc/orders", #"{"total":0,"rows":[]}"#),
    ("/sapi/v1/ocbs/orders", #"{"total":0,"dataList":[]}"#),
    ("/sapi/v3/sub-account/list", #"{"subAccounts":[]}"#),
    ("/sapi/v3/sub-account/transfer/history", #"{"transfers":[]}"#),
    ("/sapi/v3/sub-account/assets", #"{"balances":[]}"#),
    (
      "/sapi/v1/sub-account/spotSummary",
      #"{"masterAccountTotalAsset":"0","spotSubUserAssetBtcVoList":[]}"#
    ),
    ("/sapi/v1/sub-account/status", "[]"),
    ("/sapi/v1/capital/sub-account/deposit/history", #"{"depositList":[]}"#),
    ("/sapi/v1/marketing/referral/reward/history", #"{"total":0,"rows":[]}"#),
    ("/sapi/v1/asset/query/trading-volume", #"{"past30DaysTradingVolume":100}"#),
    ("/sapi/v3/accountStatus", #"{"msg":"Normal","success":true}"#),
    (
      "/sapi/v3/apiTradingStatus",
      #"""
      {"status":{"isLocked":false,"plannedRecoverTime":0,\#
      "triggerCondition":{"GCR":150,"IFER":150,"UFR":300},"indicators":{},"updateTime":0},"success":true}
      """#
    ),
    ("/sapi/v1/system/status", #"{"status":0,"msg":"normal"}"#),
  ]
  private static let emptyWrapper =
    #"{"code":"000000","message":"success","data":[],"total":0,"success":true}"#
}

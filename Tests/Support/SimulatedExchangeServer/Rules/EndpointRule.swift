import SimulatedExchange

/// What the gateway knows of an endpoint before anything responds: whether it wants a signature,
/// which permission, and its weight in each age of the engine.
struct EndpointRule: Sendable {
  /// Weights before 2021-06-21, until the upgrade of 2026-08-31, and since.
  private let weights: (first: Int, old: Int, new: Int)
  /// The permission a key needs; nil for what anybody may read.
  let permission: ExchangeKey.Permission?
  /// A cursor's name where responses are pages of a history.
  let pageCursor: String?

  static let weightsDoubled = SimulatedTime(2021, 6, 21)
  static let upgrade = SimulatedTime(2026, 8, 31, 15, 0, 0)

  private init(
    _ first: Int, _ old: Int, _ new: Int, permission: ExchangeKey.Permission? = nil, pages: String? = nil
  ) {
    weights = (first, old, new)
    self.permission = permission
    pageCursor = pages
  }

  /// The rule for a path; nil when the exchange serves no such path.
  static func of(_ path: String) -> EndpointRule? {
    table[path]
  }

  /// What a request costs.
  func weight(of query: RawQuery, path: String, at time: SimulatedTime) -> Int {
    let isNew = time >= EndpointRule.upgrade
    switch path {
    case "/api/v3/ticker/24hr":
      if query.has("symbol") { return isNew ? 2 : 1 }
      guard let symbols = query.value("symbols") else { break }
      let count = symbols.utf8.count { $0 == UInt8(ascii: ",") } + 1
      return count <= 20 ? (isNew ? 2 : 1) : count <= 100 ? (isNew ? 40 : 20) : isNew ? 80 : 40
    case "/api/v3/myTrades":
      if isNew, query.has("orderId") { return 5 }
    case "/api/v3/openOrders":
      if query.has("symbol") { return isNew ? 6 : 3 }
    default: break
    }
    return isNew ? weights.new : time >= EndpointRule.weightsDoubled ? weights.old : weights.first
  }

  private static let table: [String: EndpointRule] = {
    var table = [
      "/api/v3/ping": EndpointRule(1, 1, 1),
      "/api/v3/time": EndpointRule(1, 1, 1),
      "/api/v3/exchangeInfo": EndpointRule(1, 10, 20),
      "/api/v3/ticker/24hr": EndpointRule(40, 40, 80),
      "/api/v3/account": EndpointRule(5, 10, 20, permission: .spot),
      "/api/v3/myTrades": EndpointRule(5, 10, 20, permission: .spot, pages: "fromId"),
      "/api/v3/allOrders": EndpointRule(5, 10, 20, permission: .spot, pages: "orderId"),
      "/api/v3/openOrders": EndpointRule(40, 40, 80, permission: .spot),
      "/api/v3/order": EndpointRule(1, 2, 4, permission: .spot),
      "/api/v3/allOrderList": EndpointRule(10, 10, 20, permission: .spot),
      "/api/v3/myPreventedMatches": EndpointRule(10, 10, 20, permission: .spot),
      "/api/v3/myFilters": EndpointRule(40, 40, 40, permission: .spot),
    ]
    for path in walletPaths { table[path] = EndpointRule(1, 1, 1, permission: .wallet) }
    return table
  }()

  /// What lies below /sapi weighs 1 and wants a signature, even the status of the system.
  private static let walletPaths = [
    "/sapi/v1/capital/config/getall", "/sapi/v1/capital/deposit/hisrec",
    "/sapi/v1/capital/withdraw/history", "/sapi/v1/fiatpayment/query/deposit/history",
    "/sapi/v1/fiatpayment/query/withdraw/history", "/sapi/v1/asset/query/dust-logs",
    "/sapi/v1/asset/assetDistributionHistory", "/sapi/v1/asset/query/trading-fee",
    "/sapi/v1/asset/query/trading-volume", "/sapi/v1/staking/history", "/sapi/v1/staking/asset",
    "/sapi/v1/staking/stakingBalance", "/sapi/v1/staking/stakingRewardsHistory",
    "/sapi/v1/otc/orders", "/sapi/v1/ocbs/orders", "/sapi/v3/sub-account/list",
    "/sapi/v3/sub-account/transfer/history", "/sapi/v3/sub-account/assets",
    "/sapi/v1/sub-account/spotSummary", "/sapi/v1/sub-account/status",
    "/sapi/v1/capital/sub-account/deposit/history", "/sapi/v1/marketing/referral/reward/history",
    "/sapi/v3/accountStatus", "/sapi/v3/apiTradingStatus", "/sapi/v1/system/status",
  ]
}

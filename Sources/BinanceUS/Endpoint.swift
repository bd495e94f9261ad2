/// One thing the API answers: a path that is asked by GET.
///
/// The log stores the path as the event's endpoint; this room knows what the paths mean.
/// Source: fact sheet of the API, sections 1.1 to 1.8.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
  /// What the answer tells about: one state of the world, or entries of a growing history.
  public enum Nature: Sendable {
    /// Each whole answer replaces the one before it.
    case snapshot
    /// Answers are pages; entries add up.
    case history
  }

  /// The path, for example `/api/v3/myTrades`.
  public let path: String
  /// Snapshot or history.
  public let nature: Nature
  /// Whether the request is signed, so that the answer belongs to one account.
  public let isSigned: Bool

  public var description: String { path }

  init(_ path: String, _ nature: Nature, signed: Bool) {
    self.path = path
    self.nature = nature
    self.isSigned = signed
  }
}

extension Endpoint {
  public static let time = Endpoint("/api/v3/time", .snapshot, signed: false)
  public static let exchangeInfo = Endpoint("/api/v3/exchangeInfo", .snapshot, signed: false)
  public static let ticker24h = Endpoint("/api/v3/ticker/24hr", .snapshot, signed: false)
  public static let account = Endpoint("/api/v3/account", .snapshot, signed: true)
  public static let walletConfig = Endpoint("/sapi/v1/capital/config/getall", .snapshot, signed: true)
  public static let myTrades = Endpoint("/api/v3/myTrades", .history, signed: true)
  public static let allOrders = Endpoint("/api/v3/allOrders", .history, signed: true)
  public static let order = Endpoint("/api/v3/order", .history, signed: true)

  /// The endpoints that tables are made of.
  public static let projected: [Endpoint] = [
    .time, .exchangeInfo, .ticker24h, .account, .walletConfig, .myTrades, .allOrders, .order,
  ]

  /// Endpoints whose answers are archived as they are, for tables that a later schema may make.
  public static let archivedOnly: [Endpoint] = [
    "/sapi/v1/capital/deposit/hisrec", "/sapi/v1/capital/withdraw/history",
    "/sapi/v1/fiatpayment/query/deposit/history", "/sapi/v1/fiatpayment/query/withdraw/history",
    "/sapi/v1/asset/query/dust-logs", "/sapi/v1/asset/assetDistributionHistory",
    "/sapi/v1/staking/history", "/sapi/v1/staking/stakingRewardsHistory",
    "/sapi/v1/staking/stakingBalance", "/sapi/v1/staking/asset",
    "/sapi/v1/otc/orders", "/sapi/v1/ocbs/orders",
    "/sapi/v3/sub-account/list", "/sapi/v3/sub-account/transfer/history",
    "/sapi/v3/sub-account/assets", "/sapi/v1/sub-account/spotSummary",
    "/sapi/v1/sub-account/status", "/sapi/v1/capital/sub-account/deposit/history",
    "/sapi/v1/marketing/referral/reward/history", "/sapi/v1/asset/query/trading-fee",
    "/sapi/v1/asset/query/trading-volume", "/sapi/v3/accountStatus",
    "/sapi/v3/apiTradingStatus", "/sapi/v1/system/status", "/api/v3/allOrderList",
    "/api/v3/myPreventedMatches", "/api/v3/myFilters",
  ].map { Endpoint($0, .history, signed: true) }

  /// Every endpoint the archive knows.
  public static let all: [Endpoint] = projected + archivedOnly

  private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

  /// The endpoint with this path, or nil where the archive does not know it.
  public init?(path: String) {
    guard let known = Endpoint.byPath[path] else { return nil }
    self = known
  }
}

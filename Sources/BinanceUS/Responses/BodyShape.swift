public import JSONView

/// What a body plainly is, recognised by fields that no other response has.
///
/// A shape counts as known only where it cannot be anything else. An empty list, an unusual body or one with fields of
/// the future has no known shape, and is accepted as a response of any endpoint.
/// Source: docs/binance-us-api.md, section 1; captured bodies of 2018 to 2026.
public struct BodyShape: Sendable, Hashable {
  /// What it is, in a few words: `the account`, `an order book`.
  public let name: String
  /// The endpoints that respond so, the likeliest first; empty where the archive keeps none of them.
  public let endpoints: [Endpoint]
  /// The query that was probably sent, where the body shows it.
  public let query: String

  /// The shape of a body; nil where it could be more than one thing.
  public init?(of body: JSONValue) {
    guard let mark = Self.marks.first(where: { $0.fits(body) }) else { return nil }
    name = mark.name
    endpoints = mark.endpoints
    query = endpoints.first.map { Self.query(of: body, at: $0) } ?? ""
  }

  /// Whether the body can be a response of this endpoint.
  public func fits(_ endpoint: Endpoint) -> Bool { endpoints.contains(endpoint) }

  private static func query(of body: JSONValue, at endpoint: Endpoint) -> String {
    let record = body.elements?.first ?? body
    guard let symbol = record["symbol"]?.text else { return "" }
    if endpoint == .order { return "orderId=\(record["orderId"]?.numberText ?? "")&symbol=\(symbol)" }
    let isOfOne = [.myTrades, .allOrders].contains(endpoint) || body.members != nil
    return isOfOne ? "symbol=\(symbol)" : ""
  }
}

/// The fields that identify a shape, and where a body has them.
private struct Mark {
  enum Place {
    /// The members of the body itself.
    case object
    /// The members of the first of its elements.
    case list
    /// The members of the first element of the list under this name.
    case listUnder(String)
  }

  let name: String
  let place: Place
  let fields: [String]
  /// Whether there must be no other field.
  var isAll = false
  let endpoints: [Endpoint]

  func fits(_ body: JSONValue) -> Bool {
    let record: JSONValue? =
      switch place {
      case .object: body
      case .list: body.elements?.first
      case .listUnder(let name): body[name]?.elements?.first
      }
    guard let members = record?.members, !isAll || members.count == fields.count else { return false }
    return fields.allSatisfy { field in members.contains { $0.key == field } }
  }
}

extension BodyShape {
  private static let marks: [Mark] = ofMarket + ofAccount + ofWallet + ofOthers

  private static let ofMarket = [
    Mark(
      name: "the server's time", place: .object, fields: ["serverTime"], isAll: true, endpoints: [.time]),
    Mark(
      name: "exchange information", place: .object, fields: ["symbols", "rateLimits"],
      endpoints: [.exchangeInfo]),
    Mark(
      name: "24-hour ticker", place: .list, fields: ["priceChangePercent", "lastPrice"],
      endpoints: [.ticker24h]),
    Mark(
      name: "24-hour ticker", place: .object, fields: ["priceChangePercent", "lastPrice"],
      endpoints: [.ticker24h]),
  ]

  private static let ofAccount = [
    Mark(name: "the account", place: .object, fields: ["balances", "canTrade"], endpoints: [.account]),
    Mark(
      name: "the account's trades", place: .list, fields: ["isBuyer", "commission"],
      endpoints: [.myTrades]),
    Mark(
      name: "orders", place: .list, fields: ["orderId", "origQty"],
      endpoints: [.allOrders, .order]),
    Mark(
      name: "an order", place: .object, fields: ["orderId", "origQty"],
      endpoints: [.order, .allOrders]),
    Mark(
      name: "order lists", place: .list, fields: ["orderListId", "contingencyType"],
      endpoints: [.orderLists]),
    Mark(
      name: "prevented matches", place: .list, fields: ["preventedMatchId"],
      endpoints: [.preventedMatches]),
    Mark(
      name: "trading fees", place: .list, fields: ["symbol", "makerCommission", "takerCommission"],
      isAll: true,
      endpoints: [.tradingFee]),
    Mark(
      name: "the trading volume", place: .object, fields: ["past30DaysTradingVolume"],
      endpoints: [.tradingVolume]),
  ]

  private static let ofWallet = [
    Mark(
      name: "the wallet's coins", place: .list, fields: ["coin", "networkList"],
      endpoints: [.walletConfig]),
    Mark(
      name: "deposits", place: .list, fields: ["coin", "insertTime"],
      endpoints: [.deposits, .subAccountDeposits]),
    Mark(
      name: "withdrawals", place: .list, fields: ["coin", "applyTime"],
      endpoints: [.withdrawals]),
    Mark(
      name: "fiat deposits or withdrawals", place: .object, fields: ["assetLogRecordList"],
      endpoints: [
        .fiatDeposits, .fiatWithdrawals,
      ]),
    Mark(
      name: "dust conversions", place: .object, fields: ["userDustConvertHistory"],
      endpoints: [.dustLogs]),
    Mark(
      name: "distributions", place: .listUnder("rows"), fields: ["divTime"],
      endpoints: [.distributions]),
    Mark(
      name: "OTC orders", place: .listUnder("rows"), fields: ["quoteId"], endpoints: [.otcOrders]),
    Mark(
      name: "OCBS orders", place: .listUnder("dataList"), fields: ["quoteId"],
      endpoints: [.ocbsOrders]),
    Mark(
      name: "referral rewards", place: .listUnder("rows"), fields: ["rewardAmount"],
      endpoints: [.referralRewards]),
    Mark(
      name: "staking", place: .list, fields: ["initiatedTime", "asset"], endpoints: [.stakingHistory]),
    Mark(
      name: "staking assets", place: .list, fields: ["stakingAsset", "rewardAsset"],
      endpoints: [.stakingAssets]),
    Mark(
      name: "staking balances", place: .listUnder("data"), fields: ["stakingAmount"],
      endpoints: [.stakingBalance]),
    Mark(
      name: "staking rewards", place: .listUnder("data"), fields: ["usdValue", "tranId"],
      endpoints: [.stakingRewards]),
    Mark(
      name: "sub-accounts", place: .object, fields: ["subAccounts"], endpoints: [.subAccounts]),
    Mark(
      name: "transfers of sub-accounts", place: .object, fields: ["transfers"],
      endpoints: [.subAccountTransfers]),
    Mark(
      name: "a sub-account's assets", place: .object, fields: ["balances", "success"],
      endpoints: [.subAccountAssets]),
  ]

  /// Responses that people save too, and that the archive has no endpoint for.
  private static let ofOthers = [
    Mark(name: "public trades", place: .list, fields: ["isBuyerMaker", "price"], endpoints: []),
    Mark(
      name: "prices (/api/v3/ticker/price)", place: .list, fields: ["symbol", "price"], isAll: true,
      endpoints: []
    ),
    Mark(
      name: "best prices (/api/v3/ticker/bookTicker)", place: .list,
      fields: ["symbol", "bidPrice", "bidQty", "askPrice", "askQty"], isAll: true, endpoints: []),
    Mark(name: "an order book", place: .object, fields: ["lastUpdateId", "bids", "asks"], endpoints: []),
  ]
}

// Source: docs/binance-us-api.md, sections 1.1 to 1.8; weights since 2026-08-31.

extension Endpoint {
  /// Every endpoint that the archive knows, in the order in which `sync` requests them.
  public static let all: [Endpoint] = ofMarket + ofAccount + ofMovements + notFetched

  private static let ofMarket = [time, exchangeInfo, ticker24h]
  private static let ofAccount = [account, walletConfig, myTrades, allOrders, order]
  private static let ofMovements = [
    deposits, withdrawals, fiatDeposits, fiatWithdrawals, dustLogs, distributions, stakingHistory,
    stakingRewards,
    stakingBalance, stakingAssets, otcOrders, ocbsOrders,
  ]
  private static let notFetched = [
    subAccounts, subAccountTransfers, subAccountAssets, subAccountSummary, subAccountStatus,
    subAccountDeposits,
    referralRewards, tradingFee, tradingVolume, accountStatus, tradingStatus, systemStatus, orderLists,
    preventedMatches, myFilters,
  ]
}

// What is the same for everybody.
extension Endpoint {
  public static let time = Endpoint(
    "/api/v3/time", name: "time", about: "the exchange's clock", nature: .snapshot, table: "server_time",
    signed: false, exposure: .public, weight: 1, fetching: .required(.whole))
  public static let exchangeInfo = Endpoint(
    "/api/v3/exchangeInfo", name: "exchangeInfo", about: "symbols, their rules, and limits",
    nature: .snapshot,
    table: "exchange_info", signed: false, exposure: .public, weight: 20, fetching: .required(.whole))
  public static let ticker24h = Endpoint(
    "/api/v3/ticker/24hr", name: "ticker/24hr", about: "the last 24 hours of every symbol", nature: .snapshot,
    table: "ticker_price", signed: false, exposure: .public, weight: Weight(80, with: ["symbol": 2]),
    fetching: .required(.whole))
}

// What every account has.
extension Endpoint {
  public static let account = Endpoint(
    "/api/v3/account", name: "account", about: "balances and what the account may do", nature: .snapshot,
    table: "account_balance", signed: true, exposure: .sensitive(.fields(["free", "locked", "uid"])),
    weight: 20,
    fetching: .required(.whole))
  public static let walletConfig = Endpoint(
    "/sapi/v1/capital/config/getall", name: "config/getall",
    about: "every coin, its networks and its balance",
    nature: .snapshot, table: "wallet_details", signed: true,
    exposure: .sensitive(
      .fields(["free", "locked", "freeze", "frozen", "withdrawing", "ipoing", "ipoable", "storage"])),
    weight: 1, fetching: .required(.whole))
  public static let myTrades = Endpoint(
    "/api/v3/myTrades", name: "myTrades", about: "trades of a symbol", nature: .paged, table: "trade",
    signed: true,
    exposure: .sensitive(.fields(["qty", "quoteQty", "commission"])),
    weight: Weight(20, with: ["orderId": 5]),
    fetching: .required(.symbols))
  public static let allOrders = Endpoint(
    "/api/v3/allOrders", name: "allOrders", about: "orders of a symbol", nature: .paged, table: "order",
    signed: true, exposure: .sensitive(.fields(orderAmounts)), weight: 20, fetching: .required(.symbols))
  public static let order = Endpoint(
    "/api/v3/order", name: "order", about: "one order", nature: .single, table: "order", signed: true,
    exposure: .sensitive(.fields(orderAmounts)), weight: 4,
    fetching: .asNeeded("for orders that were open and lie before the page that is requested anyway"))

  private static let orderAmounts: Set<String> = [
    "origQty", "executedQty", "cummulativeQuoteQty", "cumulativeQuoteQty", "origQuoteOrderQty", "icebergQty",
    "preventedQuantity",
  ]
}

// What some accounts have, and what moves their money besides trades.
extension Endpoint {
  public static let deposits = Endpoint(
    "/sapi/v1/capital/deposit/hisrec", name: "deposit/hisrec", about: "deposits of coins", nature: .windowed,
    table: "deposit", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.windows(days: 89, limit: 1000)))
  public static let withdrawals = Endpoint(
    "/sapi/v1/capital/withdraw/history", name: "capital/withdraw/history", about: "withdrawals of coins",
    nature: .windowed, table: "withdrawal", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.windows(days: 89, limit: 1000)))
  public static let fiatDeposits = Endpoint(
    "/sapi/v1/fiatpayment/query/deposit/history", name: "fiatpayment/deposit/history",
    about: "deposits of dollars",
    nature: .windowed, table: "fiat_transfer", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.windows(days: 89, limit: nil)))
  public static let fiatWithdrawals = Endpoint(
    "/sapi/v1/fiatpayment/query/withdraw/history", name: "fiatpayment/withdraw/history",
    about: "withdrawals of dollars", nature: .windowed, table: "fiat_transfer", signed: true,
    exposure: .sensitive(.everything), weight: 1, fetching: .optional(.windows(days: 89, limit: nil)))
  public static let dustLogs = Endpoint(
    "/sapi/v1/asset/query/dust-logs", name: "query/dust-logs",
    about: "small balances turned into another coin",
    nature: .windowed, table: "dust_conversion", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.span))
  public static let distributions = Endpoint(
    "/sapi/v1/asset/assetDistributionHistory", name: "asset/assetDistributionHistory",
    about: "airdrops, rebates and rewards", nature: .windowed, table: "distribution", signed: true,
    exposure: .sensitive(.everything), weight: 1, fetching: .optional(.backward(days: 89, limit: 500)))
  public static let stakingHistory = Endpoint(
    "/sapi/v1/staking/history", name: "staking/history", about: "what was staked and unstaked",
    nature: .windowed,
    table: "staking_movement", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.pages(limit: 500, parameter: "page")))
  public static let stakingRewards = Endpoint(
    "/sapi/v1/staking/stakingRewardsHistory", name: "staking/stakingRewardsHistory",
    about: "rewards of staking",
    nature: .windowed, table: "staking_reward", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.pages(limit: 500, parameter: "page")))
  public static let stakingBalance = Endpoint(
    "/sapi/v1/staking/stakingBalance", name: "staking/stakingBalance", about: "what is staked",
    nature: .snapshot,
    table: "staking_balance", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.whole))
  public static let stakingAssets = Endpoint(
    "/sapi/v1/staking/asset", name: "staking/asset", about: "what can be staked", nature: .snapshot,
    table: "staking_asset", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.whole))
  public static let otcOrders = Endpoint(
    "/sapi/v1/otc/orders", name: "otc/orders", about: "orders over the counter", nature: .windowed,
    table: "otc_order", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.pages(limit: 100, parameter: "page")))
  public static let ocbsOrders = Endpoint(
    "/sapi/v1/ocbs/orders", name: "ocbs/orders", about: "instant buys, sales and conversions",
    nature: .windowed,
    table: "ocbs_order", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .optional(.pages(limit: 100, parameter: "page")))
}

// What the archive takes when it is imported, and `sync` leaves.
extension Endpoint {
  private static let ofSubAccounts =
    "most accounts have no sub-accounts (status 404, or code -1002), and no table and no check knows of them"

  public static let subAccounts = Endpoint(
    "/sapi/v3/sub-account/list", name: "sub-account/list", about: "sub-accounts", nature: .snapshot,
    signed: true,
    exposure: .sensitive(.everything), weight: 1, fetching: .never(ofSubAccounts))
  public static let subAccountTransfers = Endpoint(
    "/sapi/v3/sub-account/transfer/history", name: "sub-account/transfer/history",
    about: "transfers between sub-accounts", nature: .windowed, signed: true,
    exposure: .sensitive(.everything),
    weight: 1, fetching: .never(ofSubAccounts))
  public static let subAccountAssets = Endpoint(
    "/sapi/v3/sub-account/assets", name: "sub-account/assets", about: "balances of a sub-account",
    nature: .snapshot, signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never(ofSubAccounts))
  public static let subAccountSummary = Endpoint(
    "/sapi/v1/sub-account/spotSummary", name: "sub-account/spotSummary", about: "sub-accounts in one sum",
    nature: .snapshot, signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never(ofSubAccounts))
  public static let subAccountStatus = Endpoint(
    "/sapi/v1/sub-account/status", name: "sub-account/status", about: "what sub-accounts may do",
    nature: .snapshot, signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never(ofSubAccounts))
  public static let subAccountDeposits = Endpoint(
    "/sapi/v1/capital/sub-account/deposit/history", name: "sub-account/deposit/history",
    about: "deposits of a sub-account", nature: .windowed, signed: true, exposure: .sensitive(.everything),
    weight: 1, fetching: .never(ofSubAccounts))
  public static let referralRewards = Endpoint(
    "/sapi/v1/marketing/referral/reward/history", name: "referral/reward/history",
    about: "rewards of referrals",
    nature: .windowed, table: "referral_reward", signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never("its rows name no coin; commissions come with `asset/assetDistributionHistory`"))
  public static let tradingFee = Endpoint(
    "/sapi/v1/asset/query/trading-fee", name: "query/trading-fee", about: "fees by symbol", nature: .snapshot,
    signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never("each trade carries the commission that it cost"))
  public static let tradingVolume = Endpoint(
    "/sapi/v1/asset/query/trading-volume", name: "query/trading-volume", about: "the volume of 30 days",
    nature: .snapshot, signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never("it is a sum over `myTrades`"))
  public static let accountStatus = Endpoint(
    "/sapi/v3/accountStatus", name: "accountStatus", about: "whether the account is in order",
    nature: .snapshot,
    signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never("it moves nothing, and what the account may do comes with `account`"))
  public static let tradingStatus = Endpoint(
    "/sapi/v3/apiTradingStatus", name: "apiTradingStatus", about: "whether the key may trade",
    nature: .snapshot,
    signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never("it is about placing orders, which `sync` never does"))
  public static let systemStatus = Endpoint(
    "/sapi/v1/system/status", name: "system/status", about: "whether the exchange is under maintenance",
    nature: .snapshot, signed: true, exposure: .sensitive(.everything), weight: 1,
    fetching: .never("whether the exchange serves shows in every response"))
  public static let orderLists = Endpoint(
    "/api/v3/allOrderList", name: "allOrderList", about: "lists of orders (OCO)", nature: .paged,
    signed: true,
    exposure: .sensitive(.everything), weight: 20,
    fetching: .never("its orders come with `allOrders`, whose `orderListId` names the list"))
  public static let preventedMatches = Endpoint(
    "/api/v3/myPreventedMatches", name: "myPreventedMatches", about: "self trades that were prevented",
    nature: .paged, signed: true, exposure: .sensitive(.everything), weight: 20,
    fetching: .never("nothing moved; `preventedMatchId` and `preventedQuantity` come with `allOrders`"))
  public static let myFilters = Endpoint(
    "/api/v3/myFilters", name: "myFilters", about: "filters that hold for the account", nature: .snapshot,
    signed: true, exposure: .sensitive(.everything), weight: 40,
    fetching: .never("the rules of a symbol come with `exchangeInfo`, and a request weighs 40"))
}

import BinanceUS

/// The tables that the bodies are for; each has a folder of its own.
enum CorpusTable: String, CaseIterable {
  case serverTime = "server_time"
  case exchangeInfo = "exchange_info"
  case tickerPrice = "ticker_price"
  case accountBalance = "account_balance"
  case walletDetails = "wallet_details"
  case trade
  case order

  /// Those that every run requests, in its order.
  static let snapshots: [CorpusTable] = [
    .serverTime, .exchangeInfo, .tickerPrice, .accountBalance, .walletDetails,
  ]

  /// What is requested for the table.
  var endpoint: Endpoint {
    switch self {
    case .serverTime: .time
    case .exchangeInfo: .exchangeInfo
    case .tickerPrice: .ticker24h
    case .accountBalance: .account
    case .walletDetails: .walletConfig
    case .trade: .myTrades
    case .order: .allOrders
    }
  }
}

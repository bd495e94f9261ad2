import BinanceUS

/// What a request is expected to cost, for planning; the exchange's own count corrects it.
/// Source: fact sheet of the API, section 1 (weights since 2026-08-31).
enum WeightTable {
  private static let weights: [Endpoint: Int] = [
    .time: 1, .exchangeInfo: 20, .ticker24h: 80, .account: 20, .walletConfig: 1, .myTrades: 20,
    .allOrders: 20, .order: 4,
  ]

  /// The weight of a request.
  static func weight(of endpoint: Endpoint, query: CanonicalQuery) -> Int {
    if endpoint == .myTrades, query["orderId"] != nil { return 5 }
    if endpoint == .ticker24h, query.symbol != nil { return 2 }
    return weights[endpoint] ?? (endpoint.path.hasPrefix("/sapi") ? 1 : 40)
  }
}

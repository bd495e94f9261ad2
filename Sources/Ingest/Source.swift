public import BinanceUS

/// One thing a run fetches, in the words of the summary. A failure of one leaves the others alone.
public enum Source: Sendable, Hashable, CustomStringConvertible {
  /// An endpoint asked once a run, or archived as it is.
  case common(Endpoint)
  /// A symbol's trades.
  case trades(symbol: String)
  /// A symbol's orders.
  case orders(symbol: String)

  init(_ history: SymbolHistory, of symbol: String) {
    self = history == .trades ? .trades(symbol: symbol) : .orders(symbol: symbol)
  }

  /// The name under which the summary counts it.
  public var name: String {
    switch self {
    case .common(let endpoint): endpoint.shortName
    case .trades: Endpoint.myTrades.shortName
    case .orders: Endpoint.allOrders.shortName
    }
  }

  /// The symbol it is about, where it is about one.
  public var symbol: String? {
    switch self {
    case .common: nil
    case .trades(let symbol), .orders(let symbol): symbol
    }
  }

  public var description: String { symbol.map { "\(name) \($0)" } ?? name }
}

extension Endpoint {
  /// What every whole run of `sync` with credentials asks.
  public static let fetched: [Endpoint] =
    [.time] + Sync.commonTables.map { $0.1 } + [.myTrades, .allOrders] + ArchivedSource.all.map(\.endpoint)

  /// The last words of the path: `exchangeInfo`, `ticker/24hr`, `config/getall`.
  public var shortName: String {
    let parts = path.split(separator: "/")
    let isV3 = path.hasPrefix("/api/v3/")
    return parts.dropFirst(isV3 ? 2 : max(0, parts.count - 2)).joined(separator: "/")
  }
}

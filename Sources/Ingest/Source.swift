public import BinanceUS

/// One thing a run fetches, in the words of the summary. A failure of one leaves the others alone.
public enum Source: Sendable, Hashable, CustomStringConvertible {
  /// An endpoint requested once a run, or archived as it is.
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
    case .common(let endpoint): endpoint.name
    case .trades: Endpoint.myTrades.name
    case .orders: Endpoint.allOrders.name
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

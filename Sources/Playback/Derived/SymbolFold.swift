import BinanceUS

/// What the archive's pages tell of one symbol.
struct SymbolHistories: Sendable {
  let trades: HistoryRecords
  let orders: HistoryRecords

  /// How much memory it takes, roughly.
  var byteCount: Int { trades.byteCount + orders.byteCount }

  func records(of kind: HistoryFold.Kind) -> HistoryRecords {
    kind == .trades ? trades : orders
  }
}

/// Merges the pages of one symbol's trades and orders, oldest observed first.
struct SymbolFold {
  private var trades = HistoryFold()
  private var orders = HistoryFold()

  init() {}

  mutating func take(
    _ page: HistoryPage, asked query: CanonicalQuery, endpoint: Endpoint, run: String
  ) {
    guard endpoint == .myTrades else {
      _ = orders.take(page, asked: query, endpoint: endpoint, run: run)
      return
    }
    // Orders may begin at one that the exchange has archived, so they may never contradict.
    if trades.take(page, asked: query, endpoint: endpoint, run: run) { orders.beginAnew() }
  }

  func finish() -> SymbolHistories {
    let trades = self.trades.finish()
    var orders = self.orders.finish()
    if trades.isContradicted {
      orders.isContradicted = true
      orders.stretches = []
    }
    return SymbolHistories(trades: trades, orders: orders)
  }
}

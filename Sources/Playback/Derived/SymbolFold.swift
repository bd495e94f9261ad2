import BinanceUS

/// What the archive's pages hold of one symbol.
struct SymbolHistories: Sendable {
  let trades: HistoryRecords
  let orders: HistoryRecords

  /// How much memory it takes, roughly.
  var byteCount: Int { trades.byteCount + orders.byteCount }

  func records(of history: SymbolHistory) -> HistoryRecords {
    history == .trades ? trades : orders
  }
}

/// Merges the pages of one symbol's trades and orders, oldest observed first.
struct SymbolFold {
  private var trades = HistoryFold()
  private var orders = HistoryFold()

  init() {}

  mutating func take(_ page: ScannedPage, of request: HistoryRequest, run: String) {
    switch request.history {
    case .orders: _ = orders.take(page, of: request, run: run)
    // Orders may begin at one that the exchange has archived, so they may never contradict.
    case .trades: if trades.take(page, of: request, run: run) { orders.beginAnew() }
    }
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

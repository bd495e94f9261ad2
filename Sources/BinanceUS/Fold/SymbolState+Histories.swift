import JSONView

extension SymbolState {
  /// Folds an answer of myTrades.
  mutating func applyTrades(_ rows: [JSONValue], _ query: CanonicalQuery, run: String) {
    let from = query["fromId"].flatMap { Int64($0) }
    let order = query["orderId"].flatMap { Int64($0) }
    let ids = rows.compactMap { $0["id"]?.int64 }
    if order == nil { judge(from, ids, run, \.trades) }
    for row in rows {
      guard let id = row["id"]?.int64, let order = row["orderId"]?.int64, let qty = row["qty"]?.text,
        !trades.covers(id)
      else { continue }
      book.addTrade(order: order, quantity: qty)
    }
    if let order {
      for id in ids { trades.cover(id...id) }
      book.entries[order]?.isAsked = true
    } else {
      take(from, ids, run, \.trades)
    }
  }

  /// Folds an answer of allOrders, or of one order.
  mutating func applyOrders(_ rows: [JSONValue], _ query: CanonicalQuery, run: String) {
    let from = query["limit"] == nil ? nil : query["orderId"].flatMap { Int64($0) }
    let ids = rows.compactMap { $0["orderId"]?.int64 }
    if from != nil { judge(from, ids, run, \.orders) }
    for row in rows { see(row) }
    if from != nil || query["orderId"] == nil { take(from, ids, run, \.orders) }
  }

  private mutating func see(_ row: JSONValue) {
    guard let id = row["orderId"]?.int64, let executed = row["executedQty"]?.text else { return }
    let isOpen = !OrderBook.finalStates.contains(row["status"]?.text ?? "")
    let hasFills = ExactDecimal.isPositive(executed.utf8) == true
    book.see(
      order: id, executed: executed, isOpen: isOpen, isNew: !orders.covers(id))
    if hasFills { book.anchor = max(book.anchor ?? id, id) }
    if id >= orders.last ?? id {
      book.lastUpdate = row["updateTime"]?.int64 ?? row["time"]?.int64 ?? 0
      book.lastHasFills = hasFills
    }
  }

  /// An answer from a known record on must hold that record; one that does not is a
  /// contradiction. After two runs of it, an answer from the beginning opens a new epoch.
  private mutating func judge(
    _ from: Int64?, _ ids: [Int64], _ run: String, _ history: WritableKeyPath<SymbolState, HistoryState>
  ) {
    guard let from else { return }
    if from == 0, self[keyPath: history].contradictedRuns.count == 2 {
      self[keyPath: history].beginEpoch()
      if history == \.trades {
        // Orders may begin at one that the exchange has archived, so they may never contradict.
        orders.beginEpoch()
        book = OrderBook()
      } else {
        book.beginEpoch()
      }
    } else if from > 0, from == self[keyPath: history].last {
      if ids.contains(from) {
        self[keyPath: history].contradictedRuns = []
      } else {
        self[keyPath: history].noteContradiction(run: run)
      }
    }
  }

  /// Moves a history's ends over the ids of a page.
  private mutating func take(
    _ from: Int64?, _ ids: [Int64], _ run: String, _ history: WritableKeyPath<SymbolState, HistoryState>
  ) {
    guard let low = ids.min(), let high = ids.max() else { return }
    var state = self[keyPath: history]
    if from == 0 {
      if state.firstPageRun == nil { state.firstPageRun = run }
      if state.firstPageRun != run { state.isFirstPageConfirmed = true }
    }
    state.cover(low...high)
    state.first = min(state.first ?? low, low)
    state.last = max(state.last ?? high, high)
    self[keyPath: history] = state
  }
}

import JSONView

extension SymbolState {
  /// Folds an answer of myTrades.
  mutating func applyTrades(_ rows: [JSONValue], _ query: CanonicalQuery, run: String) {
    let from = query["fromId"].flatMap { Int64($0) }
    let order = query["orderId"].flatMap { Int64($0) }
    let ids = rows.compactMap { $0["id"]?.int64 }
    if order == nil, trades.judge(from: from, ids, run: run) {
      // Orders may begin at one that the exchange has archived, so they may never contradict.
      orders.beginEpoch()
      book = OrderBook()
      tradeEdges = TradeEdges()
    }
    var counted: [Int64: Set<TradeEdges.Fill>] = [:]
    for row in rows {
      guard let id = row["id"]?.int64, let fill = TradeEdges.Fill(row), let qty = row["qty"]?.text,
        !tradeEdges.holds(fill, of: id, in: trades), counted[id, default: []].insert(fill).inserted
      else { continue }
      book.addTrade(order: fill.order, quantity: qty)
    }
    if order == nil {
      tradeEdges.take(rows, from: from, into: trades)
    } else {
      tradeEdges.note(rows, in: trades)
    }
    if let order {
      for id in ids { trades.cover(id...id) }
      book.entries[order]?.isAsked = true
    } else {
      trades.take(from: from, ids, run: run)
    }
  }

  /// Folds an answer of allOrders, or of one order.
  mutating func applyOrders(_ rows: [JSONValue], _ query: CanonicalQuery, run: String) {
    let from = query["limit"] == nil ? nil : query["orderId"].flatMap { Int64($0) }
    let ids = rows.compactMap { $0["orderId"]?.int64 }
    if from != nil, orders.judge(from: from, ids, run: run) { book.beginEpoch() }
    for row in rows { see(row) }
    if from != nil || query["orderId"] == nil { orders.take(from: from, ids, run: run) }
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
}

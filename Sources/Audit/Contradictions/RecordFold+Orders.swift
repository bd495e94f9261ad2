extension RecordFold {
  /// Final orders whose executed quantity is not what their trades add up to, where the trades
  /// are known from the first one to one after the order's end.
  func unbalancedOrders(_ coverage: CoverageFold) -> [AuditFinding] {
    books.sorted { $0.key < $1.key }.flatMap { symbol, book -> [AuditFinding] in
      guard coverage.trades(of: symbol)?.isAskedWithoutGap == true else { return [] }
      return book.executed.sorted { $0.key < $1.key }.compactMap { id, order in
        let traded = book.traded[id]
        let sum = traded?.sum ?? .zero
        guard sum != order.sum, book.tradesShownUntil > order.endedAt else { return nil }
        return AuditFinding(
          .orderUnlikeTrades, symbol, ids: [id], events: [order.sequence, traded?.sequence ?? 0],
          "order \(id) executed \(order.sum.text), but its trades add up to \(sum.text)",
          next: "run bnus-replay sync: it asks for the trades of such an order once")
      }
    }
  }
}

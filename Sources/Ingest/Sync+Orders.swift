import BinanceUS
import EventLog

extension Sync {
  /// Asks again for orders that were open when the log last saw them and that the walk did not
  /// pass: by pages from the oldest one, or one by one, whichever costs less.
  func refreshOpenOrders(_ symbol: String, since before: SymbolState) async throws {
    guard let now = await keeper.symbol(symbol) else { return }
    let start = OrderStart(before, now: client.clock.milliseconds).from ?? before.orders.last ?? 0
    let missed = before.book.open.filter { $0 < start && now.book.entries[$0]?.isOpen == true }
    guard let oldest = missed.first, let entry = now.book.entries[oldest] else { return }
    let one = WeightTable.weight(of: .order, query: CanonicalQuery(""))
    let page = WeightTable.weight(of: .allOrders, query: CanonicalQuery(""))
    let pages = (now.book.count - entry.ordersBefore) / 1000 + 1
    if pages * page < missed.count * one {
      try await pageOrders(symbol, from: oldest, to: missed[missed.count - 1])
    } else {
      for order in missed { try await askOrder(order, of: symbol) }
    }
  }

  private func pageOrders(_ symbol: String, from first: Int64, to last: Int64) async throws {
    var from = first
    // As many as the orders known would fill if each page held a tenth of what it may.
    let known = await keeper.symbol(symbol)?.book.count ?? 0
    for _ in 0..<known / 100 + 10 where from <= last {
      let request = ExchangeRequest(
        .allOrders, [("symbol", symbol), ("orderId", "\(from)"), ("limit", "1000")])
      let outcome = try await client.ask(request, for: .orders(symbol: symbol))
      await keeper.apply(outcome)
      guard try await judge(outcome, of: .orders(symbol: symbol)),
        let high = ValueAnswer.ids(outcome.body, "orderId")?.ids.max(), high > from
      else { return }
      from = high
    }
    guard from <= last else { return }
    await ledger.fail(
      .orders(symbol: symbol), .data,
      "page after page and order \(last) does not come; the next run asks again", sequence: nil)
  }

  private func askOrder(_ order: Int64, of symbol: String) async throws {
    let source = Source.orders(symbol: symbol)
    let request = ExchangeRequest(.order, [("symbol", symbol), ("orderId", "\(order)")])
    let outcome = try await client.ask(request, for: source)
    await keeper.apply(outcome)
    if outcome.verdict == .orderGone {
      await ledger.info(source, "order \(order) is archived by the exchange; it is not asked for again")
      return
    }
    try await judge(outcome, of: source)
  }

  /// Executed quantities against the sum of trades by order. A difference requests the order's
  /// trades once; where it stays, it is reported. A run takes ``SyncSettings/mostReconciled`` orders
  /// of a symbol.
  func reconcile(_ symbol: String) async throws {
    let source = Source.trades(symbol: symbol)
    guard let state = await keeper.symbol(symbol) else { return }
    let differing = state.book.unbalanced.filter { state.book.entries[$0]?.isAsked == false }
    if differing.count > settings.mostReconciled {
      await ledger.remark(
        "\(symbol): the trades of \(differing.count) orders do not add up; this run requests those of \(settings.mostReconciled), the next ones go on"
      )
    }
    for order in differing.prefix(settings.mostReconciled) {
      try settings.stop.check()
      let request = ExchangeRequest(.myTrades, [("symbol", symbol), ("orderId", "\(order)")])
      let outcome = try await client.ask(request, for: source)
      let after = await keeper.apply(outcome, symbol: symbol)
      guard try await judge(outcome, of: source) else { return }
      guard let entry = after?.book.entries[order], after?.book.unbalanced.contains(order) == true
      else { continue }
      await ledger.remark(
        "\(symbol): order \(order) executed \(entry.executed ?? "?"), but its trades add up to \(entry.traded)"
      )
    }
  }
}

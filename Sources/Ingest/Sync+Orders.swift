import BinanceUS
import EventLog

extension Sync {
  /// Asks again for orders that were open when the log last saw them and that the walk did not
  /// pass: by pages from the oldest one, or one by one, whichever costs less.
  ///
  /// - Parameter passedBy: orders that were open before the walk and lie before where it began, ascending.
  func refreshOpenOrders(_ symbol: String, _ passedBy: [Int64]) async throws {
    let found = await keeper.look(at: symbol) { now in
      let missed = passedBy.filter { now.book.entries[$0]?.isOpen == true }
      return missed.first.flatMap { now.book.entries[$0] }.map { (missed, now.book.count - $0.ordersBefore) }
    }
    guard let (missed, behind) = found else { return }
    let one = Endpoint.order.weight()
    let page = Endpoint.allOrders.weight()
    let pages = behind / Int(clamping: HistoryRequest.mostRecords) + 1
    if pages * page < missed.count * one {
      try await pageOrders(symbol, from: missed[0], to: missed[missed.count - 1])
    } else {
      for order in missed { try await askOrder(order, of: symbol) }
    }
  }

  private func pageOrders(_ symbol: String, from first: Int64, to last: Int64) async throws {
    var from = first
    let source = Source(.orders, of: symbol)
    // As many as the orders known would fill if each page held a tenth of what it may.
    let known = await keeper.look(at: symbol) { $0.book.count } ?? 0
    for _ in 0..<known / 100 + 10 where from <= last {
      let request = HistoryRequest.page(of: .orders, of: symbol, from: from)
      let outcome = try await client.ask(ExchangeRequest(request), for: source)
      let taken = await keeper.apply(outcome, to: request)
      guard try await judge(outcome, of: source), let high = taken?.page.ids.max(), high > from else {
        return
      }
      from = high
    }
    guard from <= last else { return }
    await ledger.fail(
      source, .data,
      "page after page and order \(last) does not come; the next run asks again", sequence: nil)
  }

  private func askOrder(_ order: Int64, of symbol: String) async throws {
    let source = Source(.orders, of: symbol)
    let outcome = try await client.ask(
      ExchangeRequest(HistoryRequest.single(order: order, of: symbol)), for: source)
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
    let source = Source(.trades, of: symbol)
    let found = await keeper.look(at: symbol) { state in
      state.book.unbalanced.filter { state.book.entries[$0]?.isAsked == false }
    }
    guard let differing = found else { return }
    if differing.count > settings.mostReconciled {
      await ledger.remark(
        "\(symbol): the trades of \(differing.count) orders do not add up; this run requests those of \(settings.mostReconciled), the next ones go on"
      )
    }
    for order in differing.prefix(settings.mostReconciled) {
      try settings.stop.check()
      let outcome = try await client.ask(
        ExchangeRequest(HistoryRequest.trades(ofOrder: order, of: symbol)), for: source)
      await keeper.apply(outcome)
      guard try await judge(outcome, of: source) else { return }
      guard let entry = await keeper.look(at: symbol, { $0.book.entries[order] }), entry.isUnbalanced else {
        continue
      }
      await ledger.remark(
        "\(symbol): order \(order) executed \(entry.executed ?? "?"), but its trades add up to \(entry.traded)"
      )
    }
  }
}

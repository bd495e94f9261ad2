import BinanceUS
import EventModel

// Symbol by symbol: trades, then orders, then what the two say of each other.
extension Sync {
  /// Trades, then orders, of every symbol of the scope; several symbols at once.
  func fetchSymbols() async throws {
    guard settings.wantsHistories else { return }
    let symbols = settings.scope.symbols(
      in: journal.state, limit: settings.symbolLimit, now: client.clock.now)
    await tally.change { $0.symbols = symbols.count }
    progress.change { $0.symbols = symbols.count }
    let refusal = Refusal()
    try await withThrowingTaskGroup(of: Void.self) { group in
      var waiting = symbols[...]
      for _ in 0..<max(1, settings.concurrency) {
        guard let symbol = waiting.popFirst() else { break }
        group.addTask { try await fetch(symbol, refusal) }
      }
      while try await group.next() != nil {
        progress.change { $0.symbolsDone += 1 }
        if let symbol = waiting.popFirst() { group.addTask { try await fetch(symbol, refusal) } }
      }
    }
  }

  /// One symbol. A failure of it is noted and stays its own.
  private func fetch(_ symbol: String, _ refusal: Refusal) async throws {
    try settings.stop.check()
    if settings.wants(.myTrades), await !refusal.holds(.myTrades) {
      try await walkTrades(symbol, refusal)
    }
    if settings.wants(.allOrders), await !refusal.holds(.allOrders) {
      try await walkOrders(symbol, refusal)
      // Also where the walk of trades broke off: what an order's own request brings is not lost.
      if settings.wants(.myTrades) { try await reconcile(symbol) }
    }
  }

  private func walkTrades(_ symbol: String, _ refusal: Refusal) async throws {
    let found = journal.look(at: symbol) { ($0.trades.withoutRanges, $0.book.anchor != nil) }
    let (known, expects) = found ?? (HistoryState(), false)
    var walk = HistoryWalk(
      known, run: journal.run.text, expectsRecords: expects, mostPages: settings.mostHistoryPages)
    try await follow(&walk, first(of: .trades, of: symbol, known, walk), refusal)
  }

  private func walkOrders(_ symbol: String, _ refusal: Refusal) async throws {
    let now = client.clock.milliseconds
    let found = journal.look(at: symbol) {
      ($0.orders.withoutRanges, OrderStart($0, now: now), $0.book.open)
    }
    guard let (known, start, open) = found else { return }
    var walk = HistoryWalk(
      known, run: journal.run.text, start: start.from, mayVanish: start.mayVanish,
      mostPages: settings.mostHistoryPages)
    guard try await follow(&walk, first(of: .orders, of: symbol, known, walk), refusal) else { return }
    try await refreshOpenOrders(symbol, open.filter { $0 < start.from ?? known.last ?? 0 })
  }

  /// The first request of a walk: a symbol's first sync may begin at a time.
  private func first(
    of history: SymbolHistory, of symbol: String, _ known: HistoryState, _ walk: HistoryWalk
  ) -> HistoryRequest {
    if let since = settings.since, known.last == nil {
      return .page(of: history, of: symbol, since: since.microseconds / 1000)
    }
    guard case .request(let from) = walk.first() else { return .page(of: history, of: symbol, from: 0) }
    return .page(of: history, of: symbol, from: from)
  }

  /// Follows a walk to its end; false where it broke off.
  @discardableResult
  private func follow(
    _ walk: inout HistoryWalk, _ first: HistoryRequest, _ refusal: Refusal
  ) async throws -> Bool {
    let (history, symbol) = (first.history, first.symbol)
    let source = Source(history, of: symbol)
    var request = first
    while true {
      let outcome = try await fetch(ExchangeRequest(request), expecting: .symbolUnknown)
      guard outcome.isGood else {
        switch outcome.verdict {
        case .symbolUnknown:
          await tally.info(source, "the exchange does not know the symbol; it is requested again rarely")
        // What the exchange reports of one symbol's data says nothing of the others'.
        case .refused(let category) where category != .data: await refusal.add(history.endpoint)
        default: break
        }
        return false
      }
      guard let taken = outcome.page else {
        await tally.fail(source, .data, "the response is not a list", sequence: outcome.header.sequence)
        return false
      }
      await tally.noteNew(taken.newRecords, from: source)
      let from = request.start ?? 0
      let step = walk.next(after: taken.page, history: taken.history)
      switch step {
      case .done: return true
      case .contradicted, .endless:
        let why =
          step == .endless
          ? "page after page and no end: the walk was given up behind record \(from); what came is stored, and the next run goes on there"
          : "the answer lacks record \(from), which an earlier one held; the next run asks again"
        await tally.fail(source, .data, why, sequence: outcome.header.sequence)
        return false
      case .request(let next): request = .page(of: history, of: symbol, from: next)
      }
    }
  }
}

// Orders that a walk does not show.
extension Sync {
  /// Requests orders again that were open when the log last saw them and that the walk did not
  /// pass: by pages from the oldest one, or one by one, whichever weighs less.
  ///
  /// - Parameter passedBy: orders that were open before the walk and lie before where it began, ascending.
  private func refreshOpenOrders(_ symbol: String, _ passedBy: [Int64]) async throws {
    let found = journal.look(at: symbol) { now in
      let missed = passedBy.filter { now.book.entries[$0]?.isOpen == true }
      return missed.first.flatMap { now.book.entries[$0] }.map { (missed, now.book.count - $0.ordersBefore) }
    }
    guard let (missed, behind) = found else { return }
    let one = Endpoint.order.weight()
    let page = Endpoint.allOrders.weight()
    let pages = behind / Int(clamping: HistoryRequest.mostRecords) + 1
    if pages * page < missed.count * one {
      try await fetchOrderPages(of: symbol, from: missed[0], to: missed[missed.count - 1])
    } else {
      for order in missed { try await fetchOrder(order, of: symbol) }
    }
  }

  private func fetchOrderPages(of symbol: String, from first: Int64, to last: Int64) async throws {
    var from = first
    // As many as the orders known would fill if each page held a tenth of what it may.
    let known = journal.look(at: symbol) { $0.book.count } ?? 0
    for _ in 0..<known / 100 + 10 where from <= last {
      let outcome = try await fetch(ExchangeRequest(.page(of: .orders, of: symbol, from: from)))
      guard outcome.isGood, let high = outcome.page?.page.ids.max(), high > from else { return }
      from = high
    }
    guard from <= last else { return }
    await tally.fail(
      .orders(symbol: symbol), .data,
      "page after page and order \(last) does not come; the next run requests it again", sequence: nil)
  }

  private func fetchOrder(_ order: Int64, of symbol: String) async throws {
    let request = ExchangeRequest(.single(order: order, of: symbol))
    guard try await fetch(request, expecting: .orderGone).verdict == .orderGone else { return }
    await tally.info(
      request.source, "order \(order) is archived by the exchange; it is not requested again")
  }

  /// Executed quantities against the sum of trades by order. A difference requests the order's
  /// trades once; where it stays, it is reported. A run takes ``SyncSettings/mostReconciled`` orders
  /// of a symbol.
  private func reconcile(_ symbol: String) async throws {
    let found = journal.look(at: symbol) { state in
      state.book.unbalanced.filter { state.book.entries[$0]?.isRequested == false }
    }
    guard let differing = found else { return }
    if differing.count > settings.mostReconciled {
      await tally.remark(
        "\(symbol): the trades of \(differing.count) orders do not add up; this run requests those of \(settings.mostReconciled), the next ones go on"
      )
    }
    for order in differing.prefix(settings.mostReconciled) {
      try settings.stop.check()
      guard try await fetch(ExchangeRequest(.trades(ofOrder: order, of: symbol))).isGood else { return }
      guard let entry = journal.look(at: symbol, { $0.book.entries[order] }), entry.isUnbalanced else {
        continue
      }
      await tally.remark(
        "\(symbol): order \(order) executed \(entry.executed ?? "?"), but its trades add up to \(entry.traded)"
      )
    }
  }
}

/// The endpoints that refuse this key, so that they are not tried with every symbol.
private actor Refusal {
  private var endpoints: Set<Endpoint> = []

  func add(_ endpoint: Endpoint) { endpoints.insert(endpoint) }
  func holds(_ endpoint: Endpoint) -> Bool { endpoints.contains(endpoint) }
}

import BinanceUS
import EventLog

extension Sync {
  /// Trades, then orders, of every symbol of the scope; several symbols at once.
  func fetchSymbols() async throws {
    guard settings.wantsHistories else { return }
    let symbols = settings.scope.symbols(
      in: await keeper.state, limit: settings.symbolLimit, now: client.clock.now)
    await ledger.change { $0.symbols = symbols.count }
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
    let (known, expects) =
      await keeper.look(at: symbol) { ($0.trades.withoutRanges, $0.book.anchor != nil) } ?? (
        HistoryState(), false
      )
    var walk = HistoryWalk(
      known, run: recorder.run.text, expectsRecords: expects, mostPages: settings.mostHistoryPages)
    try await follow(&walk, first(of: .trades, of: symbol, known, walk), refusal)
  }

  private func walkOrders(_ symbol: String, _ refusal: Refusal) async throws {
    let now = client.clock.milliseconds
    let found = await keeper.look(at: symbol) {
      ($0.orders.withoutRanges, OrderStart($0, now: now), $0.book.open)
    }
    guard let (known, start, open) = found else { return }
    var walk = HistoryWalk(
      known, run: recorder.run.text, start: start.from, mayVanish: start.mayVanish,
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
    guard case .ask(let from) = walk.first() else { return .page(of: history, of: symbol, from: 0) }
    return .page(of: history, of: symbol, from: from)
  }

  /// Follows a walk to its end; false where it broke off.
  @discardableResult
  private func follow(_ walk: inout HistoryWalk, _ first: HistoryRequest, _ refusal: Refusal) async throws
    -> Bool
  {
    let (history, symbol) = (first.history, first.symbol)
    let source = Source(history, of: symbol)
    var request = first
    while true {
      let outcome = try await client.ask(ExchangeRequest(request), for: source)
      let taken = await keeper.apply(outcome, to: request)
      if outcome.verdict == .symbolUnknown {
        await ledger.info(source, "the exchange does not know the symbol; it is asked again rarely")
        return false
      }
      guard try await judge(outcome, of: source) else {
        // What the exchange says of one symbol's data says nothing of the others'.
        if case .refused(let category) = outcome.verdict, category != .data {
          await refusal.add(history.endpoint)
        }
        return false
      }
      guard let taken else {
        await ledger.fail(
          source, .data, "the answer is no list", sequence: outcome.header.sequence)
        return false
      }
      await ledger.noteNew(taken.newRecords, from: source)
      let from = request.start ?? 0
      let step = walk.next(after: taken.page, history: taken.history)
      switch step {
      case .done: return true
      case .contradicted, .endless:
        let why =
          step == .endless
          ? "page after page and no end: the walk was given up behind record \(from); what came is stored, and the next run goes on there"
          : "the answer lacks record \(from), which an earlier one held; the next run asks again"
        await ledger.fail(source, .data, why, sequence: outcome.header.sequence)
        return false
      case .ask(let next): request = .page(of: history, of: symbol, from: next)
      }
    }
  }
}

/// The endpoints that refuse this key, so that they are not asked for every symbol.
actor Refusal {
  private var endpoints: Set<Endpoint> = []

  func add(_ endpoint: Endpoint) { endpoints.insert(endpoint) }
  func holds(_ endpoint: Endpoint) -> Bool { endpoints.contains(endpoint) }
}

import BinanceUS
import EventLog

extension Sync {
  /// Trades, then orders, of every symbol of the scope; several symbols at once.
  func fetchSymbols() async throws {
    guard settings.wants("trade") || settings.wants("order") else { return }
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
    if settings.wants("trade"), await !refusal.holds(.myTrades) {
      try await walkTrades(symbol, refusal)
    }
    if settings.wants("order"), await !refusal.holds(.allOrders) {
      try await walkOrders(symbol, refusal)
      // Also where the walk of trades broke off: what an order's own request brings is not lost.
      if settings.wants("trade") { try await reconcile(symbol) }
    }
  }

  private func walkTrades(_ symbol: String, _ refusal: Refusal) async throws {
    let known = await keeper.symbol(symbol)
    var walk = HistoryWalk(
      known?.trades ?? HistoryState(), run: recorder.run.text,
      expectsRecords: known?.book.anchor != nil, mostPages: settings.mostHistoryPages)
    var first = [("symbol", symbol), ("fromId", "0"), ("limit", "1000")]
    if let since = settings.since, known?.trades.last == nil {
      first[1] = ("startTime", "\(since.microseconds / 1000)")
    } else if case .ask(let from) = walk.first() {
      first[1] = ("fromId", "\(from)")
    }
    try await follow(
      &walk, .myTrades, symbol, first: first, cursor: "fromId", id: "id", refusal
    ) { $0.trades }
  }

  private func walkOrders(_ symbol: String, _ refusal: Refusal) async throws {
    guard let known = await keeper.symbol(symbol) ?? nil else { return }
    let start = OrderStart(known, now: client.clock.milliseconds)
    var walk = HistoryWalk(
      known.orders, run: recorder.run.text, start: start.from, mayVanish: start.mayVanish,
      mostPages: settings.mostHistoryPages)
    var first = [("symbol", symbol), ("orderId", "0"), ("limit", "1000")]
    if let since = settings.since, known.orders.last == nil {
      first[1] = ("startTime", "\(since.microseconds / 1000)")
    } else if case .ask(let from) = walk.first() {
      first[1] = ("orderId", "\(from)")
    }
    let isWalked = try await follow(
      &walk, .allOrders, symbol, first: first, cursor: "orderId", id: "orderId", refusal
    ) { $0.orders }
    if isWalked { try await refreshOpenOrders(symbol, since: known) }
  }

  /// Follows a walk to its end; false where it broke off.
  @discardableResult
  private func follow(
    _ walk: inout HistoryWalk, _ endpoint: Endpoint, _ symbol: String,
    first: [(String, String)], cursor: String, id: String, _ refusal: Refusal,
    _ history: (SymbolState) -> HistoryState
  ) async throws -> Bool {
    let source = endpoint == .myTrades ? Source.trades(symbol: symbol) : .orders(symbol: symbol)
    var parameters = first
    var from = parameters[1].0 == cursor ? Int64(parameters[1].1) ?? 0 : 0
    while true {
      let before = await keeper.symbol(symbol)
      let outcome = try await client.ask(ExchangeRequest(endpoint, parameters), for: source)
      let after = await keeper.apply(outcome, symbol: symbol)
      if outcome.verdict == .symbolUnknown {
        await ledger.info(source, "the exchange does not know the symbol; it is asked again rarely")
        return false
      }
      guard try await judge(outcome, of: source) else {
        // What the exchange says of one symbol's data says nothing of the others'.
        if case .refused(let category) = outcome.verdict, category != .data { await refusal.add(endpoint) }
        return false
      }
      guard let page = ValueAnswer.ids(outcome.body, id), let state = after.map(history) else {
        await ledger.fail(
          source, .data, "the answer is no list", sequence: outcome.header.sequence)
        return false
      }
      await ledger.noteNew(
        endpoint == .myTrades
          ? before?.newTrades(among: page.ids) ?? page.ids.count
          : page.ids.count { before?.orders.covers($0) != true }, from: source)
      let step = walk.next(
        after: HistoryWalk.Page(from: from, ids: page.ids, isFull: page.rows >= 1000),
        history: state)
      switch step {
      case .done: return true
      case .contradicted, .endless:
        let why =
          step == .endless
          ? "page after page and no end: the walk was given up behind record \(from); what came is stored, and the next run goes on there"
          : "the answer lacks record \(from), which an earlier one held; the next run asks again"
        await ledger.fail(source, .data, why, sequence: outcome.header.sequence)
        return false
      case .ask(let next):
        from = next
        parameters = [("symbol", symbol), (cursor, "\(next)"), ("limit", "1000")]
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

import BinanceUS
import EventModel
import JSONView

/// Folds events into what was requested and with which result.
struct CoverageFold {
  private(set) var state = SyncState()
  private var histories: [String: SymbolCoverage] = [:]
  private var sources: [Endpoint: SourceCoverage] = [:]
  /// By run, the ordinals that are there, as ranges.
  private var ordinals: [RunID: OrdinalRanges] = [:]

  /// Whether the fold has to see the body of an event.
  static func wantsBody(_ header: EventHeader) -> Bool {
    // Coverage does not depend on tickers and the exchange's clock, and tickers are large.
    header.endpoint != Endpoint.ticker24h.path && header.endpoint != Endpoint.time.path
  }

  mutating func take(_ header: EventHeader, _ body: UnsafeRawBufferPointer, value: JSONValue?) {
    CursorFold.apply(header, body: body, value: value, to: &state)
    ordinals[header.run, default: OrdinalRanges()].add(header.ordinal, header.sequence)
    guard header.kind == .response || header.kind == .failure, let endpoint = Endpoint(path: header.endpoint)
    else {
      return
    }
    let query = CanonicalQuery(header.query)
    if !endpoint.isRequired {
      var source = sources[endpoint] ?? SourceCoverage(endpoint: endpoint)
      source.requests += 1
      if header.isSuccess { source.responses += 1 }
      source.lastRequestedAt = max(source.lastRequestedAt ?? header.observedAt, header.observedAt)
      sources[endpoint] = source
    } else if let request = HistoryRequest(endpoint, query) {
      let page = value.flatMap { HistoryResponse(request, $0) }?.page
      let epochs = state.symbols[request.symbol].map { (trades: $0.trades.epoch, orders: $0.orders.epoch) }
      take(
        header, request, page, epochs,
        in: &histories[request.symbol, default: SymbolCoverage(symbol: request.symbol)])
    }
  }

  private func take(
    _ header: EventHeader, _ request: HistoryRequest, _ page: HistoryPage?,
    _ epochs: (trades: Int, orders: Int)?, in symbol: inout SymbolCoverage
  ) {
    if let epochs {
      symbol.trades.enter(epoch: epochs.trades)
      symbol.orders.enter(epoch: epochs.orders)
    }
    symbol[request.history].take(header, page)
  }

  /// What is known of a symbol's trades.
  func trades(of symbol: String) -> HistoryCoverage? { histories[symbol]?.trades }

  /// The result.
  ///
  /// - Parameter last: the last event that was read.
  func coverage(through last: UInt64, unreadable: [UnreadableEvent]) -> Coverage {
    var symbols = state.ranked.map { known in
      var symbol = histories[known.name] ?? SymbolCoverage(symbol: known.name)
      (symbol.isListed, symbol.unknownAt) = (known.isListed, known.unknownAt)
      (symbol.trades.known, symbol.orders.known) = (known.trades, known.orders)
      return symbol
    }
    symbols += histories.filter { state.symbols[$0.key] == nil }.sorted { $0.key < $1.key }.map(\.value)
    let held = Set(
      state.ranked.filter { state.everHeld.contains($0.base) || state.everHeld.contains($0.quote) }.map(
        \.name))
    return Coverage(
      through: last, symbols: symbols, sources: sortedSources,
      gaps: symbols.flatMap(gaps) + runGaps(unreadable),
      heldButNeverRequested: symbols.filter { $0.isNeverRequested && held.contains($0.symbol) }.map(\.symbol),
      unreadable: unreadable)
  }

  private var sortedSources: [SourceCoverage] {
    sources.values.sorted { $0.endpoint.path < $1.endpoint.path }.map { source in
      var source = source
      source.knownUntil = state.windows[source.endpoint.path]?.known.first.map {
        Timestamp(microseconds: $0.upperBound *| 1000)
      }
      return source
    }
  }

  private func gaps(_ symbol: SymbolCoverage) -> [CoverageGap] {
    gaps(symbol.symbol, "trades", symbol.trades) + gaps(symbol.symbol, "orders", symbol.orders)
  }

  private func gaps(_ name: String, _ what: String, _ history: HistoryCoverage) -> [CoverageGap] {
    let known = history.known
    var gaps: [CoverageGap] = []
    func add(_ events: [UInt64], _ sentence: String, _ next: String) {
      gaps.append(CoverageGap(subject: name, events: events, sentence: sentence, nextStep: next))
    }
    for (before, after) in zip(history.requested, history.requested.dropFirst()) {
      add(
        [history.lastSequence],
        "\(what) between ids \(before.upperBound) and \(after.lowerBound) were never asked for",
        "fetch them: bnus-replay sync --symbols \(name) into a new archive walks the whole history")
    }
    if let first = history.requested.first, !history.isRequestedFromBeginning, known.last != nil {
      add(
        [history.lastSequence], "\(what) before id \(first.lowerBound) were never asked for",
        "run bnus-replay sync --symbols \(name) into a new archive, without --since")
    }
    if history.isLastPageFull, let page = history.lastPage {
      add(
        [page], "the last page of \(what) is full, and what lies behind it was never asked for",
        "run bnus-replay sync: it continues there")
    }
    return gaps
  }

  /// Events that a run had and the archive lacks.
  private func runGaps(_ unreadable: [UnreadableEvent]) -> [CoverageGap] {
    ordinals.sorted { $0.key < $1.key }.compactMap { run, ranges in
      guard let gap = ranges.firstGap, unreadable.isEmpty || !ranges.mayBe(unreadable) else { return nil }
      let number =
        ranges.missing == 1 ? "event \(gap.first)" : "\(ranges.missing) events, first \(gap.first),"
      return CoverageGap(
        subject: run.text, events: [gap.before, gap.after],
        sentence: "\(number) of the run \(ranges.missing == 1 ? "is" : "are") not in the archive",
        nextStep: "import the run again from a whole export or backup")
    }
  }
}

/// The ordinals of a run's events.
private struct OrdinalRanges {
  private var seen: [(range: ClosedRange<UInt32>, first: UInt64, last: UInt64)] = []

  mutating func add(_ ordinal: UInt32, _ sequence: UInt64) {
    if let last = seen.last, last.range.upperBound +| 1 == ordinal {
      seen[seen.count - 1] = (last.range.lowerBound...ordinal, last.first, sequence)
    } else {
      seen.append((ordinal...ordinal, sequence, sequence))
    }
  }

  private var sorted: [(range: ClosedRange<UInt32>, first: UInt64, last: UInt64)] {
    seen.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// How many ordinals below the highest are missing.
  var missing: Int {
    Int(seen.map(\.range.upperBound).max() ?? 0) + 1 - seen.reduce(0) { $0 + $1.range.count }
  }

  /// The first missing ordinal, and the events around it.
  var firstGap: (first: UInt32, before: UInt64, after: UInt64)? {
    guard missing > 0 else { return nil }
    var (next, before) = (UInt32(0), UInt64(0))
    for part in sorted {
      if part.range.lowerBound > next { return (next, before, part.first) }
      (next, before) = (part.range.upperBound +| 1, part.last)
    }
    return nil
  }

  /// Whether the missing events may be events of the archive that could not be read.
  func mayBe(_ unreadable: [UnreadableEvent]) -> Bool {
    let (first, last) = (seen.map(\.first).min() ?? 0, seen.map(\.last).max() ?? 0)
    return unreadable.count { $0.sequence > first && $0.sequence < last } >= missing
  }
}

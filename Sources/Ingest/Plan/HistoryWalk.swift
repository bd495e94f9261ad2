import BinanceUS

/// The next page of a symbol's history, decided from what the log knows and the page that came
/// last. Pure: it asks for nothing itself.
///
/// The exchange is known to answer with short or empty pages at random, so the walk asks from a
/// known record inclusive, and ends only at an answer that holds the last record known and
/// nothing after it. An answer without the record it was asked from contradicts itself: it is
/// asked again, and if it stays so in the next run too, the name is taken to have passed to
/// another instrument, whose ids begin anew.
/// Source: fact sheet of the API, sections 1.6 and 6b.
struct HistoryWalk: Sendable {
  /// What to do next.
  enum Step: Sendable, Hashable {
    case ask(from: Int64)
    /// The answers contradict the archive; it is recorded, and the next run looks again.
    case contradicted
    /// Page after page brings next to nothing, or there are more than one run takes.
    case endless
    case done
  }

  /// The page that came last.
  struct Page: Sendable {
    let from: Int64
    let ids: [Int64]
    let isFull: Bool

    init(from: Int64, ids: [Int64], isFull: Bool) {
      self.from = from
      self.ids = ids
      self.isFull = isFull
    }
  }

  private enum Phase {
    case confirming(knownFirst: Int64)
    case filling(knownFirst: Int64)
    case forward
  }

  private static let mostAttempts = 3
  /// Pages that may bring few records, and how many records each further one must bring on average.
  /// The exchange is known to send short pages, but not always.
  private static let (freePages, recordsAPage) = (64, 100)

  private let run: String
  private let mayVanish: Bool
  private var start: Int64?
  private var phase = Phase.forward
  private var lastKnown: Int64?
  private var attempts = 0
  private let mostPages: Int
  private var (pages, records) = (0, 0)
  private var epoch: Int
  /// Fills of this symbol's orders are known, so a history without any trade would be a lie.
  private let expectsRecords: Bool

  /// - Parameters:
  ///   - start: a record to begin at that is not the last one known, such as the oldest open order.
  ///   - mayVanish: the exchange may rightly have archived the record begun at.
  init(
    _ history: HistoryState, run: String, start: Int64? = nil, mayVanish: Bool = false,
    expectsRecords: Bool = false, mostPages: Int = 10_000
  ) {
    self.mostPages = mostPages
    self.run = run
    self.mayVanish = mayVanish
    self.start = start
    self.expectsRecords = expectsRecords
    lastKnown = history.last
    epoch = history.epoch
    if let first = history.first, !history.isFirstPageConfirmed, history.firstPageRun != run,
      history.contradictedRuns.isEmpty
    {
      phase = .confirming(knownFirst: first)
    }
  }

  /// The first request.
  func first() -> Step {
    if case .confirming = phase { return .ask(from: 0) }
    return .ask(from: start ?? lastKnown ?? 0)
  }

  /// What follows a page; `history` is the state with that page folded in.
  mutating func next(after page: Page, history: HistoryState) -> Step {
    if history.epoch != epoch {
      // Another instrument: nothing that was known before this page counts.
      epoch = history.epoch
      lastKnown = nil
    }
    defer { lastKnown = history.last }
    pages += 1
    records += Set(page.ids.filter { $0 > page.from }).count
    let step = step(after: page, history)
    if case .ask = step, pages >= mostPages || pages > Self.freePages + records / Self.recordsAPage {
      return .endless
    }
    return step
  }

  private mutating func step(after page: Page, _ history: HistoryState) -> Step {
    switch phase {
    case .confirming(let knownFirst), .filling(let knownFirst):
      if let high = page.ids.max(), high < knownFirst, high > page.from {
        phase = .filling(knownFirst: knownFirst)
        return .ask(from: high)
      }
      phase = .forward
      return .ask(from: start ?? history.last ?? 0)
    case .forward: return forward(page, history)
    }
  }

  private mutating func forward(_ page: Page, _ history: HistoryState) -> Step {
    if page.from > 0, !page.ids.contains(page.from), !(mayVanish && page.from == start) {
      return askAgain(page, history)
    }
    guard let high = page.ids.max() else {
      if page.from > 0 { return .done }
      attempts += 1
      return expectsRecords && attempts < Self.mostAttempts ? .ask(from: 0) : .done
    }
    attempts = 0
    let known = lastKnown ?? -1
    if high > known { return .ask(from: high) }
    if high == known { return .done }
    // The page ends before the last record known.
    if page.isFull, high > page.from { return .ask(from: high) }
    if mayVanish || page.from >= known { return .done }
    return .ask(from: known)
  }

  private mutating func askAgain(_ page: Page, _ history: HistoryState) -> Step {
    attempts += 1
    if attempts < Self.mostAttempts { return .ask(from: page.from) }
    if history.contradictedRuns.count == 2, page.from == history.last {
      attempts = 0
      return .ask(from: 0)
    }
    return .contradicted
  }
}

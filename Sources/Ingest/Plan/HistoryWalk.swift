import BinanceUS

/// The next page of a symbol's history, decided from what the log knows and the page that came
/// last. Pure: it sends nothing itself.
///
/// What a page proves is decided in `HistoryPage`; here, where to go on. The walk requests from a known record inclusive,
/// and ends only at a page that shows the end. A page without the record it was to begin at contradicts an earlier one:
/// it is requested again, and if it stays so in the next run too, the name is taken to have passed to another instrument,
/// whose ids begin anew.
struct HistoryWalk: Sendable {
  /// What to do next.
  enum Step: Sendable, Hashable {
    case request(from: Int64)
    /// The responses contradict the archive; it is recorded, and the next run looks again.
    case contradicted
    /// Page after page brings next to nothing, or there are more than one run takes.
    case endless
    case done
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
    if case .confirming = phase { return .request(from: 0) }
    return .request(from: start ?? lastKnown ?? 0)
  }

  /// What follows a page; `history` is the state with that page folded in.
  mutating func next(after page: HistoryPage, history: HistoryState) -> Step {
    if history.epoch != epoch {
      // Another instrument: nothing that was known before this page counts.
      epoch = history.epoch
      lastKnown = nil
    }
    // A record of a window is known without the history having reached it.
    defer { lastKnown = [history.last, page.ids.max()].compactMap { $0 }.max() }
    pages += 1
    records += Set(page.ids.filter { $0 > page.request.start ?? 0 }).count
    let step = step(after: page, history)
    if case .request = step, pages >= mostPages || pages > Self.freePages + records / Self.recordsAPage {
      return .endless
    }
    return step
  }

  private mutating func step(after page: HistoryPage, _ history: HistoryState) -> Step {
    switch phase {
    case .confirming(let knownFirst), .filling(let knownFirst):
      if let high = page.ids.max(), high < knownFirst, high > page.request.start ?? 0 {
        phase = .filling(knownFirst: knownFirst)
        return .request(from: high)
      }
      phase = .forward
      return .request(from: start ?? history.last ?? 0)
    case .forward: return forward(page, history)
    }
  }

  private mutating func forward(_ page: HistoryPage, _ history: HistoryState) -> Step {
    let from = page.request.start ?? 0
    if page.lacksStart, !(mayVanish && from == start) { return requestAgain(from, history) }
    guard let high = page.ids.max() else {
      if from > 0 { return .done }
      attempts += 1
      return expectsRecords && attempts < Self.mostAttempts ? .request(from: 0) : .done
    }
    attempts = 0
    let known = lastKnown ?? -1
    if high > known { return .request(from: high) }
    if page.showsEnd(after: lastKnown) { return .done }
    // The page ends before the last record known, or at it and is full.
    if page.isFull, high > from { return .request(from: high) }
    if mayVanish || from >= known { return .done }
    return .request(from: known)
  }

  private mutating func requestAgain(_ from: Int64, _ history: HistoryState) -> Step {
    attempts += 1
    if attempts < Self.mostAttempts { return .request(from: from) }
    if history.contradictedRuns.count == 2, from == history.last {
      attempts = 0
      return .request(from: 0)
    }
    return .contradicted
  }
}

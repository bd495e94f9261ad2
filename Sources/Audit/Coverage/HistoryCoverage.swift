public import BinanceUS
public import EventModel

/// What was asked of one history of a symbol, and what came of it.
public struct HistoryCoverage: Sendable {
  /// Questions, good answers, and answers or failures that were no good.
  public internal(set) var requests = 0
  public internal(set) var answers = 0
  public internal(set) var failures = 0
  public internal(set) var lastAskedAt: Timestamp?
  public internal(set) var lastSequence: UInt64 = 0
  /// The last good page from an id on: its event, and whether it was as full as it could be, so
  /// that more may lie behind it.
  public internal(set) var lastPage: UInt64?
  public internal(set) var isLastPageFull = false
  /// The event of a failure that no good answer followed.
  public internal(set) var openFailure: UInt64?
  /// How far the ids are known.
  public internal(set) var known = HistoryState()
  private var epoch = 0
  private var reached = IDRanges()

  /// Ranges of ids that pages asked for and reached; ascending, apart.
  public var asked: [ClosedRange<Int64>] { Array(reached) }

  /// Everything from the first record on was asked for without a gap.
  var isAskedWithoutGap: Bool { reached.count == 1 && isAskedFromBeginning }

  /// The first page was asked for, or the first record there can be.
  var isAskedFromBeginning: Bool { (reached.first?.lowerBound ?? 0) <= 1 }

  /// Another instrument took the name: what was asked before speaks of the old one.
  mutating func enter(epoch: Int) {
    if epoch != self.epoch { reached = IDRanges() }
    self.epoch = epoch
  }

  /// Takes an event about the history.
  ///
  /// - Parameter page: what it is where it is a page; nil for a failure or what cannot be read.
  mutating func take(_ header: EventHeader, _ page: HistoryPage?) {
    requests += 1
    lastAskedAt = max(lastAskedAt ?? header.observedAt, header.observedAt)
    lastSequence = header.sequence
    guard header.isSuccess else {
      failures += 1
      openFailure = header.sequence
      return
    }
    answers += 1
    openFailure = nil
    guard let page else { return }
    if let range = page.reached { reached.add(range) }
    guard page.request.start != nil, !page.request.isProbe else { return }
    lastPage = header.sequence
    isLastPageFull = page.isFull
  }
}

/// What is known of one symbol.
public struct SymbolCoverage: Sendable {
  public let symbol: String
  /// It stands in the newest whole answer of exchangeInfo.
  public internal(set) var isListed = false
  /// When the exchange said that it does not know it; nil once it answered again.
  public internal(set) var unknownAt: Timestamp?
  public internal(set) var trades = HistoryCoverage()
  public internal(set) var orders = HistoryCoverage()

  /// One of its histories.
  subscript(history: SymbolHistory) -> HistoryCoverage {
    get { history == .trades ? trades : orders }
    _modify { if history == .trades { yield &trades } else { yield &orders } }
  }

  /// Nobody ever asked for its trades or orders.
  public var isNeverAsked: Bool { trades.requests == 0 && orders.requests == 0 }
}

/// Something that was not asked, or whose answer is not here.
public struct CoverageGap: Sendable, Hashable {
  /// The symbol or the run.
  public let subject: String
  public let events: [UInt64]
  public let sentence: String
  public let nextStep: String
}

/// How far an endpoint is known whose answers are only archived.
public struct SourceCoverage: Sendable {
  public let endpoint: Endpoint
  public internal(set) var requests = 0
  public internal(set) var answers = 0
  public internal(set) var lastAskedAt: Timestamp?
  /// The end of the last window that was answered whole; nil where it was never asked by windows.
  public internal(set) var knownUntil: Timestamp?
}

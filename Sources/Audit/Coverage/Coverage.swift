public import BinanceUS
public import EventLog
public import EventModel
import JSONView

/// What was requested from the exchange, and how far its responses reach.
public struct Coverage: Sendable {
  /// The last event that was read.
  public let through: UInt64
  /// Symbols in the order in which they were first seen.
  public let symbols: [SymbolCoverage]
  /// The endpoints that only some accounts have.
  public let sources: [SourceCoverage]
  /// What is known to be missing.
  public let gaps: [CoverageGap]
  /// Symbols of coins that are or were held, and that were never requested.
  public let heldButNeverRequested: [String]
  public let unreadable: [UnreadableEvent]

  /// Folds the whole log; the state that `sync` keeps is not used.
  public static func read(_ log: EventLog, progress: AuditProgress.Observer = { _ in }) throws -> Coverage {
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    var walk = try LogWalk(log)
    var fold = CoverageFold()
    try walk.visit(
      (1..<last +| 1), wants: CoverageFold.wantsBody, progress: progress
    ) { header, body in
      let value = header.isSuccess ? body.flatMap { $0.json } : nil
      if let body {
        body.withBytes { fold.take(header, $0, value: value) }
      } else {
        fold.take(header, UnsafeRawBufferPointer(start: nil, count: 0), value: nil)
      }
    }
    return fold.coverage(through: last, unreadable: walk.unreadable)
  }
}

/// What was requested of one history of a symbol, and with which result.
public struct HistoryCoverage: Sendable {
  /// Requests, successful responses, and failures of any kind.
  public internal(set) var requests = 0
  public internal(set) var responses = 0
  public internal(set) var failures = 0
  public internal(set) var lastRequestedAt: Timestamp?
  public internal(set) var lastSequence: UInt64 = 0
  /// The last page that was requested from an id on: its event, and whether it was full, so that more may follow.
  public internal(set) var lastPage: UInt64?
  public internal(set) var isLastPageFull = false
  /// The event of a failure that no successful response followed.
  public internal(set) var openFailure: UInt64?
  /// How far the ids are known.
  public internal(set) var known = HistoryState()
  private var epoch = 0
  private var reached = IDRanges()

  /// Ranges of ids that pages were requested for and reached; ascending, apart.
  public var requested: [ClosedRange<Int64>] { Array(reached) }

  /// Whether everything from the first record on was requested without a gap.
  var isRequestedWithoutGap: Bool { reached.count == 1 && isRequestedFromBeginning }

  /// Whether the first page was requested, or the first possible record.
  var isRequestedFromBeginning: Bool { (reached.first?.lowerBound ?? 0) <= 1 }

  /// Begins anew where another instrument took the name: earlier requests were about the old one.
  mutating func enter(epoch: Int) {
    if epoch != self.epoch { reached = IDRanges() }
    self.epoch = epoch
  }

  /// Takes an event about the history.
  ///
  /// - Parameter page: the page that it holds; nil for a failure or a body that cannot be read.
  mutating func take(_ header: EventHeader, _ page: HistoryPage?) {
    requests += 1
    lastRequestedAt = max(lastRequestedAt ?? header.observedAt, header.observedAt)
    lastSequence = header.sequence
    guard header.isSuccess else {
      failures += 1
      openFailure = header.sequence
      return
    }
    responses += 1
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
  /// Whether the newest whole response of exchangeInfo lists it.
  public internal(set) var isListed = false
  /// When the exchange reported it as unknown; nil once it responded with data again.
  public internal(set) var unknownAt: Timestamp?
  public internal(set) var trades = HistoryCoverage()
  public internal(set) var orders = HistoryCoverage()

  /// One of its histories.
  subscript(history: SymbolHistory) -> HistoryCoverage {
    get { history == .trades ? trades : orders }
    _modify { if history == .trades { yield &trades } else { yield &orders } }
  }

  /// Whether its trades and orders were never requested.
  public var isNeverRequested: Bool { trades.requests == 0 && orders.requests == 0 }
}

/// Something that was not requested, or whose response is not in the archive.
public struct CoverageGap: Sendable, Hashable {
  /// The symbol or the run.
  public let subject: String
  public let events: [UInt64]
  public let sentence: String
  public let nextStep: String
}

/// How far an endpoint is known that only some accounts have.
public struct SourceCoverage: Sendable {
  public let endpoint: Endpoint
  public internal(set) var requests = 0
  public internal(set) var responses = 0
  public internal(set) var lastRequestedAt: Timestamp?
  /// The end of the last window that was received whole; nil where none was requested.
  public internal(set) var knownUntil: Timestamp?
}

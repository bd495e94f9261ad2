/// How far a history of a symbol (its trades, or its orders) is known from the log.
public struct HistoryState: Sendable, Hashable {
  /// The lowest and the highest id of this epoch that pages from an id on have reached.
  public var first: Int64?
  public var last: Int64?
  /// Ranges of ids within which every record that exists has been seen.
  public var covered = IDRanges()
  /// The run that saw the first page first.
  public var firstPageRun: String?
  /// A later run has requested the first page again.
  public var isFirstPageConfirmed = false
  /// The runs, in a row, in which a page lacked the record it must hold. Two at most.
  public var contradictedRuns: [String] = []
  /// How many instruments have had this name, less one.
  public var epoch = 0

  public init() {}

  /// Whether a record of this id has been accounted for.
  public func covers(_ id: Int64) -> Bool { covered.contains(id) }

  /// The state without its ranges: what a walk needs, and small however long the history.
  public var withoutRanges: HistoryState {
    var state = self
    state.covered = IDRanges()
    return state
  }

  /// Another instrument has taken the name: everything but the count of epochs begins anew.
  mutating func beginEpoch() {
    let next = epoch + 1
    self = HistoryState()
    epoch = next
  }
}

extension HistoryState {
  /// Compares a page with what is known, before it is taken; true where it begins a new epoch.
  ///
  /// A page that begins at a known record must hold that record; one that does not is a contradiction. After two runs
  /// with a contradiction, a page from the beginning opens a new epoch.
  public mutating func judge(_ page: HistoryPage, run: String) -> Bool {
    guard let start = page.request.start, !page.request.isProbe else { return false }
    if start == 0, contradictedRuns.count == 2 {
      beginEpoch()
      return true
    }
    if start > 0, start == last {
      if !page.lacksStart {
        contradictedRuns = []
      } else if contradictedRuns.last != run {
        contradictedRuns = contradictedRuns.suffix(1) + [run]
      }
    }
    return false
  }

  /// Extends the history by what a page proves; of its other records, only they themselves are known.
  public mutating func take(_ page: HistoryPage, run: String) {
    if page.request.isProbe { return }
    let span = page.span
    for id in page.ids where span?.contains(id) != true { covered.add(id...id) }
    guard let span else { return }
    if page.request.start == 0 {
      if firstPageRun == nil { firstPageRun = run }
      if firstPageRun != run { isFirstPageConfirmed = true }
    }
    covered.add(span)
    first = min(first ?? span.lowerBound, span.lowerBound)
    last = max(last ?? span.upperBound, span.upperBound)
  }

  /// The ranges of ids of which every row is known, ascending: at the edge of what pages reached, the other side of a
  /// self trade may be missing, but not at the beginning and the end of the history.
  ///
  /// - Parameter end: the id after which a page showed that there is nothing.
  public func wholeRanges(end: Int64?) -> [ClosedRange<Int64>] {
    covered.compactMap { range in
      let holdsBeginning = firstPageRun != nil && range.lowerBound == first
      let holdsEnd = end != nil && end == last && range.upperBound == last
      let low = holdsBeginning ? Int64.min : range.lowerBound +| 1
      let high = holdsEnd ? Int64.max : range.upperBound -| 1
      return low <= high ? low...high : nil
    }
  }
}

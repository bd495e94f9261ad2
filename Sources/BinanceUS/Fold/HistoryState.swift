/// How far a history of a symbol (its trades, or its orders) is known from the log.
public struct HistoryState: Sendable, Hashable {
  /// The lowest and the highest id seen in this epoch.
  public var first: Int64?
  public var last: Int64?
  /// Ranges of ids within which every record that exists has been seen; ascending, apart.
  public var covered: [ClosedRange<Int64>] = []
  /// The run that saw the first page first.
  public var firstPageRun: String?
  /// A later run has asked for the first page once more.
  public var isFirstPageConfirmed = false
  /// The runs, in a row, in which an answer lacked the record it must hold. Two at most.
  public var contradictedRuns: [String] = []
  /// How many instruments have had this name, less one.
  public var epoch = 0

  public init() {}

  /// Whether a record of this id has been accounted for.
  public func covers(_ id: Int64) -> Bool {
    covered.contains { $0.contains(id) }
  }

  /// Adds a range, joining those it touches.
  public mutating func cover(_ range: ClosedRange<Int64>) {
    var joined = range
    var rest: [ClosedRange<Int64>] = []
    for known in covered {
      if known.overlaps(joined) {
        joined = min(known.lowerBound, joined.lowerBound)...max(known.upperBound, joined.upperBound)
      } else {
        rest.append(known)
      }
    }
    let place = rest.firstIndex { $0.lowerBound > joined.lowerBound } ?? rest.endIndex
    rest.insert(joined, at: place)
    covered = rest
  }

  /// Another instrument has taken the name: everything begins anew, but the count of epochs.
  mutating func beginEpoch() {
    let next = epoch + 1
    self = HistoryState()
    epoch = next
  }

  mutating func noteContradiction(run: String) {
    if contradictedRuns.last != run { contradictedRuns = contradictedRuns.suffix(1) + [run] }
  }
}

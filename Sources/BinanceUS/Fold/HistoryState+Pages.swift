extension HistoryState {
  /// Holds a page against what is known, before it is taken; true where it begins a new epoch.
  ///
  /// An answer from a known record on must hold that record; one that does not is a
  /// contradiction. After two runs of it, an answer from the beginning opens a new epoch.
  ///
  /// - Parameters:
  ///   - from: the id that was asked from; nil where the question named none.
  ///   - ids: those of the page.
  public mutating func judge(from: Int64?, _ ids: [Int64], run: String) -> Bool {
    guard let from else { return false }
    if from == 0, contradictedRuns.count == 2 {
      beginEpoch()
      return true
    }
    if from > 0, from == last {
      if ids.contains(from) {
        contradictedRuns = []
      } else {
        noteContradiction(run: run)
      }
    }
    return false
  }

  /// Moves the history's ends over the ids of a page whose records follow one another without a gap.
  public mutating func take(from: Int64?, _ ids: [Int64], run: String) {
    guard let low = ids.min(), let high = ids.max() else { return }
    if from == 0 {
      if firstPageRun == nil { firstPageRun = run }
      if firstPageRun != run { isFirstPageConfirmed = true }
    }
    cover(low...high)
    first = min(first ?? low, low)
    last = max(last ?? high, high)
  }
}

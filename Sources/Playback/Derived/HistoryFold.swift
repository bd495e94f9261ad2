import BinanceUS

/// Merges the pages of one symbol, oldest observed first, into `HistoryRecords`.
struct HistoryFold {
  private struct Key: Hashable {
    let id: Int64
    let order: Int64
  }

  private struct Place {
    var record: HistoryRecord
    /// Both sides of a self trade share an id: the order in which a page lists them.
    var rank: Int
  }

  private var state = HistoryState()
  private var places: [Key: Place] = [:]
  /// The id after which a response showed that there was nothing.
  private var end: Int64?
  /// A response showed that there was nothing at all.
  private var isEmpty = false

  init() {}

  /// Takes a page; true where another instrument has taken the symbol's name, so that all begins anew with it.
  mutating func take(_ scanned: ScannedPage, of request: HistoryRequest, run: String) -> Bool {
    if request.isProbe { return false }
    let page = scanned.page(of: request)
    let beginsAnew = state.judge(page, run: run)
    if beginsAnew { forgetRecords() }
    if page.showsNothing, places.isEmpty { isEmpty = true }
    if page.showsEnd(after: state.last) { end = page.span?.upperBound }
    keep(scanned.records)
    state.take(page, run: run)
    return beginsAnew
  }

  /// Lets all begin anew.
  mutating func beginAnew() {
    state = HistoryState()
    forgetRecords()
  }

  private mutating func forgetRecords() {
    places.removeAll()
    end = nil
    isEmpty = false
  }

  private mutating func keep(_ rows: [HistoryRecord]) {
    var rank = 0
    for (index, row) in rows.enumerated() {
      rank = index > 0 && rows[index - 1].id == row.id ? rank + 1 : 0
      let isPaired = rank > 0 || (index + 1 < rows.count && rows[index + 1].id == row.id)
      let key = Key(id: row.id, order: row.order)
      let known = places[key]
      places[key] = Place(record: row, rank: isPaired ? rank : known?.rank ?? rank)
    }
  }

  /// What the pages prove together.
  func finish() -> HistoryRecords {
    var merged = HistoryRecords()
    merged.records = places.values.sorted {
      ($0.record.id, $0.rank, $0.record.order) < ($1.record.id, $1.rank, $1.record.order)
    }.map(\.record)
    merged.isContradicted = !state.contradictedRuns.isEmpty
    if merged.isContradicted { return merged }
    if merged.records.isEmpty {
      if isEmpty { merged.stretches = [Stretch(ids: .min ... .max, records: [])] }
      return merged
    }
    var rest = merged.records[...]
    for ids in state.wholeRanges(end: end) {
      rest = rest.drop { $0.id < ids.lowerBound }
      let inside = rest.prefix { $0.id <= ids.upperBound }
      rest = rest[inside.endIndex...]
      merged.stretches.append(Stretch(ids: ids, records: Array(inside)))
    }
    return merged
  }
}

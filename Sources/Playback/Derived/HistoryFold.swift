import BinanceUS
import EventLog
import JSONView

/// Merges the pages of one symbol, oldest observed first, into `HistoryRecords`.
struct HistoryFold {
  /// Whose pages they are.
  enum Kind: Sendable, Hashable {
    case trades, orders
  }

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
  /// The id after which an answer showed that there was nothing.
  private var end: Int64?
  /// An answer showed that there was nothing at all.
  private var isEmpty = false

  init() {}

  /// Takes the answer to a question of myTrades, allOrders or order; true where another
  /// instrument has taken the symbol's name, so that all begins anew with this answer.
  mutating func take(
    _ page: HistoryPage, asked query: CanonicalQuery, endpoint: Endpoint, run: String
  ) -> Bool {
    // A question whether one record is known tells nothing of the history.
    if endpoint != .order, query["limit"] == "1" { return false }
    let ids = page.records.map(\.id)
    let cursor = endpoint == .myTrades ? "fromId" : "orderId"
    let from = query[cursor].flatMap { Int64($0) }
    let isFiltered =
      endpoint == .order
      || (endpoint == .myTrades
        ? query["orderId"] != nil : query["startTime"] != nil || query["endTime"] != nil)
    let beginsAnew = !isFiltered && state.judge(from: from, ids, run: run)
    if beginsAnew { forgetRecords() }
    keep(page.records)
    if isFiltered {
      for id in ids where endpoint == .myTrades { state.cover(id...id) }
      return false
    }
    if query["startTime"] == nil, query["endTime"] == nil {
      let limit = query["limit"].flatMap { Int64($0) } ?? 500
      noteEnd(ids, from: from, isFull: page.elements >= limit, isEmpty: page.elements == 0)
    }
    state.take(from: from, ids, run: run)
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

  /// An answer that ends with the last record known, and has room for more, shows the end; so does
  /// one to a question without conditions, which gets the newest. A short page that ends elsewhere
  /// shows nothing: the exchange is known to cut pages short.
  private mutating func noteEnd(_ ids: [Int64], from: Int64?, isFull: Bool, isEmpty: Bool) {
    guard let high = ids.max() else {
      if isEmpty, from ?? 0 == 0, places.isEmpty { self.isEmpty = true }
      return
    }
    if from == nil || (high == state.last && !isFull) { end = high }
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

  /// What the pages tell together.
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
    for range in state.covered {
      // The records at an edge may have a twin, the other side of a self trade, outside it.
      let holdsBeginning = state.firstPageRun != nil && range.lowerBound == state.first
      let holdsEnd = end != nil && end == state.last && range.upperBound == state.last
      let low = holdsBeginning ? Int64.min : range.lowerBound +| 1
      let high = holdsEnd ? Int64.max : range.upperBound -| 1
      guard low <= high else { continue }
      let inside = merged.records.filter { (low...high).contains($0.id) }
      merged.stretches.append(Stretch(ids: low...high, records: inside))
    }
    return merged
  }
}

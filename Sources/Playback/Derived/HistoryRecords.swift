/// One row of a history: a trade, or an order as it was seen last.
struct HistoryRecord: Sendable, Hashable {
  /// The trade's id, or the order's.
  let id: Int64
  /// The order it belongs to, or is.
  let order: Int64
  /// When it happened, or when the order last changed; in milliseconds.
  let time: Int64
  /// The client's name for the order; empty for a trade.
  let clientOrder: String
  /// The event that reported it last.
  let event: UInt64
  /// The record as it was received.
  let bytes: ArraySlice<UInt8>
}

/// A range of ids within which every record that exists is known.
struct Stretch: Sendable, Hashable {
  /// `Int64.min` where there is nothing before it, `Int64.max` where there is nothing after it.
  let ids: ClosedRange<Int64>
  /// Ascending by id.
  let records: [HistoryRecord]

  var holdsBeginning: Bool { ids.lowerBound == .min }
  var holdsEnd: Bool { ids.upperBound == .max }
}

/// What the archive's pages prove together of one symbol's trades, or of its orders.
struct HistoryRecords: Sendable {
  /// Ascending, apart.
  var stretches: [Stretch] = []
  /// Every record, also those outside the stretches, ascending by id.
  var records: [HistoryRecord] = []
  /// Responses of late lacked what earlier ones held, so none can be made.
  var isContradicted = false
  /// How much memory it takes, roughly.
  var byteCount: Int { 64 + records.reduce(0) { $0 + $1.bytes.count + 200 } }

  /// All there is; nil where the pages do not prove it.
  var whole: [HistoryRecord]? {
    guard let stretch = stretches.first, stretch.holdsBeginning, stretch.holdsEnd else { return nil }
    return stretch.records
  }

  /// At most `limit` records from an id on.
  func page(from id: Int64, limit: Int) -> ArraySlice<HistoryRecord>? {
    let place = stretches.partitioned { $0.ids.upperBound < id }
    guard place < stretches.endIndex, stretches[place].ids.contains(id) else { return nil }
    let stretch = stretches[place]
    let rest = stretch.records[stretch.records.partitioned { $0.id < id }...]
    return rest.count >= limit || stretch.holdsEnd ? rest.prefix(limit) : nil
  }

  /// At most `limit` records, the newest.
  func newest(limit: Int) -> ArraySlice<HistoryRecord>? {
    guard let stretch = stretches.last, stretch.holdsEnd else { return nil }
    let rows = stretch.records
    return rows.count >= limit || stretch.holdsBeginning ? rows.suffix(limit) : nil
  }

  /// At most `limit` records from a time on, the oldest of them; for histories in order of time.
  func page(since start: Int64, until end: Int64?, limit: Int) -> ArraySlice<HistoryRecord>? {
    let fit = stretches.last { $0.holdsBeginning || $0.records.contains { $0.time < start } }
    guard let stretch = fit else { return nil }
    let rest = stretch.records.drop { $0.time < start }
    let rows = end.map { end in rest.prefix { $0.time <= end } } ?? rest
    let isWhole = rows.count >= limit || rows.count < rest.count || stretch.holdsEnd
    return isWhole ? rows.prefix(limit) : nil
  }

  /// At most `limit` records up to a time, the newest of them; for histories in order of time.
  func page(until end: Int64, limit: Int) -> ArraySlice<HistoryRecord>? {
    let fit = stretches.first { $0.holdsEnd || $0.records.contains { $0.time > end } }
    guard let stretch = fit else { return nil }
    let rows = stretch.records.prefix { $0.time <= end }
    return rows.count >= limit || stretch.holdsBeginning ? rows.suffix(limit) : nil
  }
}

extension Array {
  /// The place of the first element that does not come before, in an array in which those that do stand first.
  fileprivate func partitioned(_ comesBefore: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

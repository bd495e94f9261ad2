/// A record that the archive holds, in as few bytes as the checks need.
struct KnownRecord {
  /// The trade's or the order's id.
  let id: Int64
  /// The order of a trade: both sides of a self trade share an id.
  let order: Int64
  var content: UInt64
  /// The event that told of it last.
  var sequence: UInt64
  /// It was missing where it should have been, which was said.
  var isMissing = false
  /// Of an order: nothing of it will change, and the exchange may put it away from this moment on
  /// (milliseconds); nil where it never does.
  var isFinal = true
  var keptUntil: Int64?

  fileprivate var key: (Int64, Int64) { (id, order) }
}

/// Records of one history in the order of their ids: 56 bytes each.
struct KnownRecords {
  private(set) var records: [KnownRecord] = []

  /// The place of a record, or where it belongs.
  func place(of id: Int64, order: Int64) -> (place: Int, isThere: Bool) {
    var (low, high) = (0, records.count)
    while low < high {
      let middle = (low + high) / 2
      if records[middle].key < (id, order) { low = middle + 1 } else { high = middle }
    }
    return (low, low < records.count && records[low].key == (id, order))
  }

  mutating func insert(_ record: KnownRecord, at place: Int) { records.insert(record, at: place) }

  subscript(place: Int) -> KnownRecord {
    get { records[place] }
    set { records[place] = newValue }
  }

  /// The places of records with an id of the range.
  func places(in range: ClosedRange<Int64>) -> Range<Int> {
    let first = place(of: range.lowerBound, order: .min).place
    var last = range.upperBound == .max ? records.count : place(of: range.upperBound +| 1, order: .min).place
    last = max(first, last)
    return first..<last
  }

  /// The places of the trades of an order.
  func places(ofOrder order: Int64) -> [Int] { records.indices.filter { records[$0].order == order } }
}

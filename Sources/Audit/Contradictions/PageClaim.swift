import BinanceUS

/// Which records an answer must hold if they exist.
enum PageClaim {
  /// Every record with an id of the range.
  case ids(ClosedRange<Int64>)
  /// Every trade of an order.
  case order(Int64)

  /// What a page of trades or orders claims; nil where its request promises nothing.
  ///
  /// A page that is not full claims all there is from its start on. Of a full page the record at
  /// its edge may have a twin on the next one (both sides of a self trade share an id).
  init?(_ query: CanonicalQuery, ids: [Int64], rows: Int, endpoint: Endpoint) {
    guard query["startTime"] == nil, query["endTime"] == nil else { return nil }
    let limit = query["limit"].flatMap { Int64($0) } ?? 500
    if limit == 1 { return nil }
    let isFull = rows >= limit
    if endpoint == .myTrades, let order = query["orderId"].flatMap({ Int64($0) }) {
      if isFull { return nil }
      self = .order(order)
      return
    }
    let from = query[endpoint == .myTrades ? "fromId" : "orderId"].flatMap { Int64($0) }
    var (low, high) = (from ?? Int64.min, Int64.max)
    if isFull {
      guard let least = ids.min(), let most = ids.max() else { return nil }
      if from == nil { low = least +| 1 } else { high = most -| 1 }
    }
    guard low <= high else { return nil }
    self = .ids(low...high)
  }
}

import BinanceUS

/// A request for rows of a history, with the exchange's rules about its parameters.
/// Source: fact sheet of the API, sections 1.6 and 1.7.
struct HistoryQuestion: Sendable, Hashable {
  let endpoint: Endpoint
  let symbol: String
  private let from: Int64?
  private let order: Int64?
  private let clientOrder: String?
  private let start: Int64?
  private let end: Int64?
  private let limit: Int

  /// The exchange does not tell of more at once, and would refuse a longer window.
  private static let mostRows: Int64 = 1000
  private static let dayMilliseconds: Int64 = 86_400_000

  /// Throws where the exchange would refuse the question, or what it would do is not known.
  init(_ endpoint: Endpoint, _ parameters: Parameters) throws(Underivable) {
    self.endpoint = endpoint
    symbol = try parameters.symbol()
    guard endpoint != .order else {
      try parameters.require(only: ["symbol", "orderId", "origClientOrderId"])
      order = try parameters.integer("orderId")
      clientOrder = parameters["origClientOrderId"]
      (from, start, end, limit) = (nil, nil, nil, 1)
      if order == nil, clientOrder == nil { throw Underivable("it names no order") }
      return
    }
    let isTrades = endpoint == .myTrades
    try parameters.require(
      only: ["symbol", "orderId", "startTime", "endTime", "limit"] + (isTrades ? ["fromId"] : []))
    from = try parameters.integer(isTrades ? "fromId" : "orderId")
    order = isTrades ? try parameters.integer("orderId") : nil
    clientOrder = nil
    start = try parameters.integer("startTime")
    end = try parameters.integer("endTime")
    let rows = try parameters.integer("limit") ?? 500
    guard (1...Self.mostRows).contains(rows) else { throw Underivable("limit is not from 1 to 1000") }
    limit = Int(clamping: rows)
    if isTrades, start != nil || end != nil, from != nil || order != nil {
      throw Underivable("the exchange takes no time together with fromId or orderId")
    }
    if let start, let end, !(0...Self.dayMilliseconds).contains(end -| start) {
      throw Underivable("startTime and endTime are not within 24 hours of one another")
    }
  }

  var kind: HistoryFold.Kind { endpoint == .myTrades ? .trades : .orders }

  /// The records of the answer. Throws where the pages do not prove that it is complete.
  func answer(from history: HistoryRecords) throws(Underivable) -> [HistoryRecord] {
    if history.isContradicted {
      throw Underivable("newer answers about \(symbol) contradict older ones")
    }
    if endpoint == .order { return [try oneOrder(of: history)] }
    if let rows = kind == .trades ? trades(of: history) : orders(of: history) { return rows }
    throw Underivable("the recorded pages of \(symbol) do not prove what a complete answer is")
  }

  private func trades(of history: HistoryRecords) -> [HistoryRecord]? {
    if let order {
      return history.whole.map { all in
        Array(all.lazy.filter { $0.order == order && $0.id >= from ?? .min }.prefix(limit))
      }
    }
    if let from { return history.page(from: from, limit: limit).map(Array.init) }
    if let start { return history.page(since: start, until: end, limit: limit).map(Array.init) }
    if let end { return history.page(until: end, limit: limit).map(Array.init) }
    return history.newest(limit: limit).map(Array.init)
  }

  /// A window looks at the last update, and makes the exchange ignore `orderId`.
  private func orders(of history: HistoryRecords) -> [HistoryRecord]? {
    if start != nil || end != nil {
      let window = (start ?? .min)...(end ?? .max)
      return history.whole.map { all in
        let rows = all.filter { window.contains($0.time) }
        return Array(start == nil ? rows.suffix(limit) : rows.prefix(limit))
      }
    }
    if let from { return history.page(from: from, limit: limit).map(Array.init) }
    return history.newest(limit: limit).map(Array.init)
  }

  private func oneOrder(of history: HistoryRecords) throws(Underivable) -> HistoryRecord {
    let found = history.records.filter {
      (order == nil || $0.id == order) && (clientOrder == nil || $0.clientOrder == clientOrder)
    }
    guard found.count == 1 else { throw Underivable("no page of \(symbol) holds that order") }
    return found[0]
  }
}

import BinanceUS

/// A request for rows of a history, and its response made from what is known of the history.
struct HistoryQuery: Sendable, Hashable {
  let request: HistoryRequest
  private let limit: Int

  /// The exchange refuses a longer window. Source: docs/binance-us-api.md, section 1.6.
  private static let dayMilliseconds: Int64 = 86_400_000

  /// Throws where the exchange would refuse the request, or what it would do is not known.
  init(_ endpoint: Endpoint, _ query: CanonicalQuery) throws(CannotDerive) {
    guard let request = HistoryRequest(endpoint, query) else { throw CannotDerive("it names no symbol") }
    if case .unclear(let why) = request.selection { throw CannotDerive(why) }
    if let limit = request.limit, limit > HistoryRequest.mostRecords {
      throw CannotDerive("limit is not from 1 to \(HistoryRequest.mostRecords)")
    }
    if case .window(let start, let end) = request.selection {
      if request.history == .trades, query[request.history.idParameter] != nil {
        throw CannotDerive("the exchange takes no time together with \(request.history.idParameter)")
      }
      if let start, let end, !(0...Self.dayMilliseconds).contains(end -| start) {
        throw CannotDerive("startTime and endTime are not within 24 hours of one another")
      }
    }
    self.request = request
    limit = Int(clamping: request.capacity)
  }

  var symbol: String { request.symbol }

  /// The records of the response. Throws where the pages do not prove that it is complete.
  func response(from history: HistoryRecords) throws(CannotDerive) -> [HistoryRecord] {
    if history.isContradicted {
      throw CannotDerive("newer responses about \(symbol) contradict older ones")
    }
    let rows: [HistoryRecord]?
    switch request.selection {
    case .newest: rows = history.newest(limit: limit).map(Array.init)
    case .from(let id): rows = history.page(from: id, limit: limit).map(Array.init)
    case .ofOrder(let order, let from):
      rows = history.whole.map { all in
        Array(all.lazy.filter { $0.order == order && $0.id >= from ?? .min }.prefix(limit))
      }
    case .window(let start, let end):
      rows = request.history == .trades ? trades(start, end, of: history) : orders(start, end, of: history)
    case .single(let order, let client): rows = [try single(order, client, of: history)]
    case .unclear: rows = nil
    }
    if let rows { return rows }
    throw CannotDerive("the recorded pages of \(symbol) do not prove what a complete response is")
  }

  private func trades(_ start: Int64?, _ end: Int64?, of history: HistoryRecords) -> [HistoryRecord]? {
    if let start { return history.page(since: start, until: end, limit: limit).map(Array.init) }
    return history.page(until: end ?? .max, limit: limit).map(Array.init)
  }

  /// A window looks at the last update, so that all orders must be known.
  private func orders(_ start: Int64?, _ end: Int64?, of history: HistoryRecords) -> [HistoryRecord]? {
    let window = (start ?? .min)...max(start ?? .min, end ?? .max)
    return history.whole.map { all in
      let rows = all.filter { window.contains($0.time) }
      return Array(start == nil ? rows.suffix(limit) : rows.prefix(limit))
    }
  }

  private func single(
    _ order: Int64?, _ client: String?, of history: HistoryRecords
  ) throws(CannotDerive) -> HistoryRecord {
    let found = history.records.filter {
      (order == nil || $0.id == order) && (client == nil || $0.clientOrder == client)
    }
    guard found.count == 1 else { throw CannotDerive("no page of \(symbol) holds that order") }
    return found[0]
  }
}

public import EventModel
public import SimulatedExchange

extension ArchiveBuilder {
  /// Appends a run as a sync would leave it: every snapshot, the histories of the symbols page by
  /// page until an empty one, a request that is refused, start and end.
  ///
  /// - Parameters:
  ///   - symbols: whose histories are requested; those of the account's trades where nil.
  ///   - limit: rows in a page of trades or orders.
  public func appendRun(
    _ run: String, of world: SimulatedWorld, at time: SimulatedTime, symbols: [String]? = nil, limit: Int = 50
  ) throws {
    try together { try fetchAll(run, world, time, symbols, limit) }
  }

  private func fetchAll(
    _ run: String, _ world: SimulatedWorld, _ time: SimulatedTime, _ symbols: [String]?, _ limit: Int
  ) throws {
    try mark(.runStart, run: run, at: time.observed)
    for path in ["/api/v3/time", "/api/v3/exchangeInfo", "/api/v3/ticker/24hr", "/api/v3/account"] {
      try fetch(world, path, [], at: time, run: run)
    }
    try fetch(world, "/sapi/v1/capital/config/getall", [], at: time, run: run)
    try fetch(world, "/api/v3/exchangeInfo", [("symbol", "NOSUCH")], at: time, run: run)
    let traded = symbols ?? Array(Set(world.truth.trades(at: time).map(\.symbol))).sorted()
    for symbol in traded {
      try fetchPages(world, "/api/v3/myTrades", symbol, "fromId", "\"id\":", limit, at: time, run: run)
      try fetchPages(world, "/api/v3/allOrders", symbol, "orderId", "\"orderId\":", limit, at: time, run: run)
    }
    try mark(.failure, "/api/v3/time", run: run, at: time.observed)
    try mark(.runEnd, run: run, at: time.observed)
  }

  private func fetchPages(
    _ world: SimulatedWorld, _ path: String, _ symbol: String, _ cursor: String, _ idMark: String,
    _ limit: Int, at time: SimulatedTime, run: String
  ) throws {
    var from: Int64 = 0
    while true {
      let query = [("symbol", symbol), (cursor, "\(from)"), ("limit", "\(limit)")]
      let text = try fetch(world, path, query, at: time, run: run)
      let ids = text.ranges(of: idMark).compactMap { Int64(text[$0.upperBound...].prefix { $0.isNumber }) }
      guard let last = ids.max() else { return }
      // Both sides of a self trade share an id, and a full page may end between them.
      from = ids.count == limit && last > from ? last : last + 1
    }
  }

  @discardableResult
  private func fetch(
    _ world: SimulatedWorld, _ path: String, _ query: [(String, String)], at time: SimulatedTime, run: String
  ) throws -> String {
    let response = world.response(to: SimulatedRequest(path: path, query: query), at: time)
    let text = query.map { "\($0)=\($1)" }.sorted().joined(separator: "&")
    try self.record(
      path, query: text, bytes: response.body, run: run, at: time.observed, status: UInt16(response.status))
    return response.text
  }
}

extension SimulatedTime {
  /// The same moment as the log counts it.
  public var observed: Timestamp { Timestamp(microseconds: milliseconds * 1000) }
}

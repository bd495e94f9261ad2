/// GET /api/v3/allOrders: which orders a query gets, oldest first.
struct OrdersQuery {
  let instrument: Instrument
  private let orderId: Int64?
  private let window: TimeWindow
  private let limit: Int
  private let time: SimulatedTime

  init(_ request: SimulatedRequest, market: Market, at time: SimulatedTime) throws(Refusal) {
    let query = try QueryReader(
      request, reads: ["symbol", "orderId", "startTime", "endTime", "limit"], isSigned: true)
    instrument = try query.instrument(in: market, at: time)
    orderId = try query.integer("orderId")
    limit = try query.limit()
    window = try TimeWindow(query, at: time)
    self.time = time
  }

  /// Positions in the history's orders. A window of time looks at the last update and makes the
  /// exchange ignore `orderId`.
  func page(of history: AccountHistory) -> ArraySlice<Int> {
    let all = history.orders(of: instrument.index, at: time)
      .filter { !history.orders[$0].isArchived(at: time) }
    guard window.isOpen else {
      let updated = all.filter {
        window.holds(history.orders[$0].state(at: time, trades: history.trades).updatedAt)
      }
      return window.page(updated, limit: limit)
    }
    guard let orderId else { return all.suffix(limit) }
    return all[all.partitioningIndex { history.orders[$0].id >= orderId }...].prefix(limit)
  }
}

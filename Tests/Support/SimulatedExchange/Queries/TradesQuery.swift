/// GET /api/v3/myTrades: which trades a query gets, oldest first.
struct TradesQuery {
  let instrument: Instrument
  private let orderId: Int64?
  private let fromId: Int64?
  private let window: TimeWindow
  private let limit: Int
  private let time: SimulatedTime

  init(_ request: SimulatedRequest, market: Market, at time: SimulatedTime) throws(Refusal) {
    var names = ["symbol", "startTime", "endTime", "fromId", "limit"]
    if time >= Change.tradesByOrder { names.append("orderId") }
    let query = try QueryReader(request, reads: names, isSigned: true)
    instrument = try query.instrument(in: market, at: time)
    orderId = try query.integer("orderId")
    fromId = try query.integer("fromId")
    limit = try query.limit()
    self.time = time
    window = try TimeWindow(query, at: time)
    let mixesTime = !window.isOpen && (fromId != nil || orderId != nil)
    if mixesTime, time >= Change.selfTradePrevention { throw .badCombination }
  }

  /// Positions in the history's trades.
  func page(of history: AccountHistory) -> ArraySlice<Int> {
    let all = history.trades(of: instrument.index, at: time)
    if let orderId {
      let ofOrder = all.filter { position in
        let trade = history.trades[position]
        return trade.orderId == orderId && trade.id >= (fromId ?? 0) && window.holds(trade.time)
      }
      // The limit was not honoured here before 2022-11-28.
      return time >= Change.selfTradePrevention ? ofOrder.prefix(limit) : ofOrder[...]
    }
    if let fromId {
      let start = all.partitioningIndex { history.trades[$0].id >= fromId }
      if window.isOpen { return all[start...].prefix(limit) }
      return all[start...].filter { window.holds(history.trades[$0].time) }.prefix(limit)
    }
    if window.isOpen { return all.suffix(limit) }
    return window.page(all.filter { window.holds(history.trades[$0].time) }, limit: limit)
  }
}

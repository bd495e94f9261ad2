/// Which body each path gets.
extension SimulatedWorld {
  func body(for request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    switch request.path {
    case "/api/v3/ping": try ping(request)
    case "/api/v3/time": try serverTime(request, at: time)
    case "/api/v3/exchangeInfo": try exchangeInfo(request, at: time)
    case "/api/v3/ticker/24hr": try tickers(request, at: time)
    case "/api/v3/account": try account(request, at: time)
    case "/api/v3/myTrades": try myTrades(request, at: time)
    case "/api/v3/allOrders": try allOrders(request, at: time)
    case "/api/v3/openOrders": try openOrders(request, at: time)
    case "/api/v3/order": try order(request, at: time)
    case "/api/v3/allOrderList": try orderLists(request, at: time)
    case "/api/v3/myPreventedMatches": try preventedMatches(request, at: time)
    case "/api/v3/myFilters": try filters(request, at: time)
    case "/sapi/v1/capital/config/getall": try wallet(request, at: time)
    default: try fundingBody(for: request, at: time)
    }
  }

  private func ping(_ request: SimulatedRequest) throws(Refusal) -> [UInt8] {
    _ = try QueryReader(request, reads: [])
    return Array("{}".utf8)
  }

  private func serverTime(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    _ = try QueryReader(request, reads: [])
    var json = JSONWriter(reserving: 64)
    json.object { $0.field("serverTime", time) }
    return json.bytes
  }

  private func exchangeInfo(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    var names: [String] = []
    if time >= Change.rawRequestLimit { names += ["symbol", "symbols"] }
    if time >= Change.brokered { names.append("permissions") }
    if time >= Change.upgrade { names.append("showPermissionSets") }
    let query = try QueryReader(request, reads: names)
    if query.has("permissions"), query.has("symbol") || query.has("symbols") { throw .badCombination }
    let instruments = try chosen(by: query, at: time) ?? Array(market.listed(at: time))
    let shows = try query.flag("showPermissionSets") ?? true
    var json = JSONWriter(reserving: instruments.count * 1500 + 1000)
    ExchangeInfoBody(instruments: instruments, showsPermissionSets: shows, time: time).write(into: &json)
    return json.bytes
  }

  private func tickers(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    var names = ["symbol"]
    if time >= Change.percentPriceBySide { names.append("symbols") }
    if time >= Change.brokered { names.append("type") }
    let query = try QueryReader(request, reads: names)
    let type = query.text("type") ?? "FULL"
    guard type == "FULL" || type == "MINI" else { throw .illegal("type", range: "FULL|MINI") }
    let row = TickerBody(market: market, isMini: type == "MINI", time: time)
    let instruments = try chosen(by: query, at: time) ?? Array(market.listed(at: time))
    var json = JSONWriter(reserving: instruments.count * 640 + 1000)
    if query.has("symbol") {
      for instrument in instruments { row.write(instrument, into: &json) }
    } else {
      json.array { json in for instrument in instruments { row.write(instrument, into: &json) } }
    }
    return json.bytes
  }

  /// The markets that `symbol` or `symbols` names; nil when neither is there.
  private func chosen(by query: QueryReader, at time: SimulatedTime) throws(Refusal) -> [Instrument]? {
    switch (query.has("symbol"), query.has("symbols")) {
    case (true, true): throw .badCombination
    case (true, false): [try query.instrument(in: market, at: time)]
    case (false, true): try query.instruments(in: market, at: time)
    case (false, false): nil
    }
  }

  private func account(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    _ = try QueryReader(request, reads: [], isSigned: true)
    var json = JSONWriter(reserving: 32_768)
    AccountBody(history: history, market: market, activity: activity, time: time).write(into: &json)
    return json.bytes
  }

  private func wallet(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    _ = try QueryReader(request, reads: [], isSigned: true)
    var json = JSONWriter(reserving: 262_144)
    WalletBody(history: history, market: market, time: time).write(into: &json)
    return json.bytes
  }

  private func myTrades(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let page = try TradesQuery(request, market: market, at: time).page(of: history)
    let row = TradeBody(history: history, market: market, time: time)
    var json = JSONWriter(reserving: page.count * 280 + 64)
    json.array { json in for position in page { row.write(position, into: &json) } }
    return json.bytes
  }

  private func allOrders(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let page = try OrdersQuery(request, market: market, at: time).page(of: history)
    return orderRows(page, at: time)
  }

  private func openOrders(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let query = try QueryReader(request, reads: ["symbol"], isSigned: true)
    let only = query.has("symbol") ? try query.instrument(in: market, at: time).index : nil
    let open = history.orders.indices.prefix { history.orders[$0].placedAt <= time }.filter { position in
      let order = history.orders[position]
      guard only == nil || order.instrument == only else { return false }
      return !order.state(at: time, trades: history.trades).status.isFinal
    }
    return orderRows(open[...], at: time)
  }

  private func orderRows(_ page: ArraySlice<Int>, at time: SimulatedTime) -> [UInt8] {
    let row = OrderBody(history: history, market: market, time: time)
    var json = JSONWriter(reserving: page.count * 640 + 64)
    json.array { json in for position in page { row.write(position, into: &json) } }
    return json.bytes
  }

  private func order(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let position = try OrderQuery(request, market: market, at: time).position(in: history)
    var json = JSONWriter(reserving: 1024)
    OrderBody(history: history, market: market, time: time).write(position, into: &json)
    return json.bytes
  }
}

/// Order lists, prevented matches and the account's own filters.
extension SimulatedWorld {
  func orderLists(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let query = try QueryReader(
      request, reads: ["fromId", "startTime", "endTime", "limit"], isSigned: true)
    let fromId = try query.integer("fromId")
    let window = try TimeWindow(query, at: time)
    let limit = try query.limit()
    if fromId != nil, !window.isOpen { throw .badCombination }
    // The two legs of a list stand side by side.
    let starts = history.orders.indices.dropLast().filter { position in
      let order = history.orders[position]
      return order.listId >= max(1, fromId ?? 1) && order.listId == history.orders[position + 1].listId
        && order.placedAt <= time && window.holds(order.placedAt)
    }
    let page = fromId == nil ? starts.suffix(limit) : starts.prefix(limit)
    var json = JSONWriter()
    json.array { json in for first in page { writeList(first, at: time, into: &json) } }
    return json.bytes
  }

  private func writeList(_ first: Int, at time: SimulatedTime, into json: inout JSONWriter) {
    let order = history.orders[first]
    let symbol = market.instruments[order.instrument].symbol(at: time)
    let isDone = order.state(at: time, trades: history.trades).status.isFinal
    json.object { json in
      json.field("orderListId", order.listId)
      json.field("contingencyType", "OCO")
      json.field("listStatusType", isDone ? "ALL_DONE" : "EXEC_STARTED")
      json.field("listOrderStatus", isDone ? "ALL_DONE" : "EXECUTING")
      json.field("listClientOrderId", OrderBody.clientOrderId(position: -1 - first))
      json.field("transactionTime", order.placedAt)
      json.field("symbol", symbol)
      json.array("orders") { json in
        for leg in [first, first + 1] {
          json.object { json in
            json.field("symbol", symbol)
            json.field("orderId", history.orders[leg].id)
            json.field("clientOrderId", OrderBody.clientOrderId(position: leg))
          }
        }
      }
    }
  }

  func preventedMatches(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let query = try QueryReader(
      request, reads: ["symbol", "preventedMatchId", "orderId", "fromPreventedMatchId", "limit"],
      isSigned: true)
    let instrument = try query.instrument(in: market, at: time)
    let match = try query.integer("preventedMatchId")
    let orderId = try query.integer("orderId")
    let from = try query.integer("fromPreventedMatchId") ?? 0
    guard match != nil || orderId != nil else { throw .missing("preventedMatchId") }
    let limit = try query.limit()
    let found = history.orders(of: instrument.index, at: time).filter { position in
      let order = history.orders[position]
      guard let id = order.preventedMatchId, id >= from else { return false }
      return (match == nil || id == match) && (orderId == nil || order.id == orderId)
    }
    var json = JSONWriter()
    json.array { json in
      for position in found.prefix(limit) {
        let order = history.orders[position]
        json.object { json in
          json.field("symbol", instrument.symbol(at: time))
          json.field("preventedMatchId", order.preventedMatchId ?? 0)
          json.field("takerOrderId", order.id)
          json.field("makerSymbol", instrument.symbol(at: time))
          json.field("makerOrderId", order.id - 1)
          json.field("tradeGroupId", 1)
          json.field("selfTradePreventionMode", "EXPIRE_MAKER")
          json.field("price", order.price, scale: instrument.quote.scale)
          json.field("makerPreventedQuantity", order.quantity, scale: instrument.base.scale)
          json.field("transactTime", order.placedAt)
        }
      }
    }
    return json.bytes
  }

  func filters(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    guard time >= Change.upgrade else { throw .blocked }
    let query = try QueryReader(request, reads: ["symbol"], isSigned: true)
    let instrument = try query.instrument(in: market, at: time)
    var json = JSONWriter()
    json.object { json in
      json.array("exchangeFilters") { _ in }
      json.array("symbolFilters") { SymbolFilters(instrument: instrument, time: time).write(into: &$0) }
      json.array("assetFilters") {
        $0.raw(#"{"filterType":"MAX_ASSET","asset":"USDT","limit":"1000000.00000000"}"#)
      }
    }
    return json.bytes
  }
}

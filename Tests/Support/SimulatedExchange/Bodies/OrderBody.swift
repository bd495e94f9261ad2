/// One order as allOrders, openOrders and order return it.
struct OrderBody {
  let history: AccountHistory
  let market: Market
  let time: SimulatedTime

  func write(_ position: Int, into json: inout JSONWriter) {
    let order = history.orders[position]
    let instrument = market.instruments[order.instrument]
    let state = order.state(at: time, trades: history.trades)
    json.object { json in
      writeIdentity(order, position, instrument, into: &json)
      writeProgress(order, state, instrument, into: &json)
      writeTimes(order, state, into: &json)
      writeLaterFields(order, state, instrument, into: &json)
    }
  }

  /// The client's id of an order: made by the exchange, or by its app or site.
  static func clientOrderId(position: Int) -> String {
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    let prefixes = ["", "", "web_", "and_", "ios_"]
    var random = SplitMix64(seed: UInt64(bitPattern: Int64(position)) ^ 0xC11E)
    let prefix = prefixes[random.below(prefixes.count)]
    let rest = (0..<22).map { _ in alphabet[random.below(alphabet.count)] }
    return prefix + String(decoding: rest, as: UTF8.self)
  }

  private func writeIdentity(
    _ order: Order, _ position: Int, _ instrument: Instrument, into json: inout JSONWriter
  ) {
    json.field("symbol", instrument.symbol(at: time))
    json.field("orderId", order.id)
    if time >= Change.orderLists { json.field("orderListId", order.listId) }
    json.field("clientOrderId", OrderBody.clientOrderId(position: position))
  }

  private func writeProgress(
    _ order: Order, _ state: OrderState, _ instrument: Instrument, into json: inout JSONWriter
  ) {
    let (money, size) = (instrument.quote.scale, instrument.base.scale)
    json.field("price", order.price, scale: money)
    json.field("origQty", order.quantity, scale: size)
    json.field("executedQty", state.executed, scale: size)
    if time >= Change.quoteSumsKept {
      // The sums of older orders were never kept; the exchange says so with a negative one.
      let isKept = order.placedAt >= Change.quoteSumsKept
      json.field("cummulativeQuoteQty", isKept ? state.quoteSum : -Amount(1), scale: money)
    }
    json.field("status", state.status.rawValue)
    json.field("timeInForce", order.timeInForce.rawValue)
    json.field("type", order.kind.rawValue)
    json.field("side", order.side.rawValue)
    json.field("stopPrice", order.stopPrice, scale: money)
    json.field("icebergQty", order.icebergQuantity, scale: size)
  }

  private func writeTimes(_ order: Order, _ state: OrderState, into json: inout JSONWriter) {
    json.field("time", order.placedAt)
    if time >= Change.quoteSumsKept { json.field("updateTime", state.updatedAt) }
    json.field("isWorking", flag: state.workingAt != nil)
    if time >= Change.selfTradePrevention {
      json.field("workingTime", state.workingAt?.milliseconds ?? -1)
    }
  }

  private func writeLaterFields(
    _ order: Order, _ state: OrderState, _ instrument: Instrument, into json: inout JSONWriter
  ) {
    if time >= Change.permissions {
      json.field("origQuoteOrderQty", order.quoteOrderQuantity, scale: instrument.quote.scale)
    }
    if time >= Change.selfTradePrevention {
      let prevents = order.placedAt >= Change.selfTradePrevention && !order.allowsSelfTrade
      json.field("selfTradePreventionMode", prevents ? "EXPIRE_MAKER" : "NONE")
    }
    if let match = order.preventedMatchId {
      json.field("preventedMatchId", match)
      json.field("preventedQuantity", order.quantity, scale: instrument.base.scale)
    }
    if order.placedAt >= Change.cancelReplace, order.id % 41 == 7 {
      json.field("strategyId", order.id % 1_000)
      json.field("strategyType", 1_000_000)
    }
    if let delta = order.trailingDelta {
      json.field("trailingDelta", delta)
      if time >= Change.selfTradePrevention {
        json.field("trailingTime", state.workingAt?.milliseconds ?? -1)
      }
    }
  }
}

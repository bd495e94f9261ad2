/// One trade as myTrades returns it.
struct TradeBody {
  let history: AccountHistory
  let market: Market
  let time: SimulatedTime

  func write(_ position: Int, into json: inout JSONWriter) {
    let trade = history.trades[position]
    let instrument = market.instruments[trade.instrument]
    let fee = market.assets[trade.commissionAsset]
    json.object { json in
      json.field("symbol", instrument.symbol(at: time))
      json.field("id", trade.id)
      json.field("orderId", trade.orderId)
      if time >= Change.orderLists { json.field("orderListId", trade.orderListId) }
      json.field("price", trade.price, scale: instrument.quote.scale)
      json.field("qty", trade.quantity, scale: instrument.base.scale)
      if time >= Change.tradeQuoteQuantity {
        json.field("quoteQty", trade.quoteQuantity, scale: instrument.quote.scale)
      }
      json.field("commission", trade.commission, scale: fee.scale)
      json.field("commissionAsset", fee.code(at: time))
      json.field("time", trade.time)
      json.field("isBuyer", flag: trade.isBuyer)
      json.field("isMaker", flag: trade.isMaker)
      json.field("isBestMatch", flag: true)
    }
  }
}

/// The filters of one symbol, as exchangeInfo and myFilters list them.
struct SymbolFilters {
  let instrument: Instrument
  let time: SimulatedTime

  func write(into json: inout JSONWriter) {
    let isNew = time >= Change.upgrade
    let isOld = time < Change.intervalNumber
    writePrice(into: &json)
    if !isOld { json.raw(SymbolFilters.percentPrice) }
    writeLot(into: &json)
    writeNotional(into: &json)
    json.raw(#"{"filterType":"ICEBERG_PARTS","limit":10}"#)
    if !isOld, instrument.index % 14 != 9 { writeMarketLot(into: &json) }
    if isNew || (time >= Change.trailingDelta && instrument.index % 5 != 2) {
      json.raw(SymbolFilters.trailingDelta)
    }
    if isNew || (time >= Change.percentPriceBySide && instrument.index % 3 == 0) {
      json.raw(SymbolFilters.percentPriceBySide)
    }
    if time >= Change.permissions { json.raw(#"{"filterType":"MAX_NUM_ORDERS","maxNumOrders":200}"#) }
    if isNew { json.raw(#"{"filterType":"MAX_NUM_ORDER_LISTS","maxNumOrderLists":20}"#) }
    json.raw(#"{"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}"#)
    if isNew { json.raw(#"{"filterType":"MAX_NUM_ORDER_AMENDS","maxNumOrderAmends":10}"#) }
  }

  private static let percentPrice: StaticString =
    #"{"filterType":"PERCENT_PRICE","multiplierUp":"5","multiplierDown":"0.2","avgPriceMins":5}"#
  private static let trailingDelta: StaticString = #"""
    {"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,"maxTrailingAboveDelta":2000,\#
    "minTrailingBelowDelta":10,"maxTrailingBelowDelta":2000}
    """#
  private static let percentPriceBySide: StaticString = #"""
    {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5","bidMultiplierDown":"0.2",\#
    "askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":5}
    """#

  private func writePrice(into json: inout JSONWriter) {
    let scale = instrument.quote.scale
    let highest = Amount(instrument.tick.units >= 1_000_000 ? 1_000_000 : 10_000)
    json.object { json in
      json.field("filterType", "PRICE_FILTER")
      json.field("minPrice", instrument.tick, scale: scale)
      json.field("maxPrice", highest, scale: scale)
      json.field("tickSize", instrument.tick, scale: scale)
    }
  }

  private func writeLot(into json: inout JSONWriter) {
    let scale = instrument.base.scale
    json.object { json in
      json.field("filterType", "LOT_SIZE")
      json.field("minQty", instrument.lot, scale: scale)
      json.field("maxQty", Amount(instrument.lot.units > 100_000 ? 9_000_000 : 9_000), scale: scale)
      json.field("stepSize", instrument.lot, scale: scale)
    }
  }

  private func writeNotional(into json: inout JSONWriter) {
    let smallest: Amount =
      switch instrument.quote.kind {
      case .coin: Amount(units: 10_000)
      default: Amount(time >= Change.upgrade ? 1 : 10)
      }
    json.object { json in
      json.field("filterType", "MIN_NOTIONAL")
      json.field("minNotional", smallest, scale: instrument.quote.scale)
      guard time >= Change.intervalNumber else { return }
      json.field("applyToMarket", flag: true)
      json.field("avgPriceMins", 5)
    }
  }

  /// The largest market order follows the market's volume: it changes about once a month.
  private func writeMarketLot(into json: inout JSONWriter) {
    let scale = instrument.base.scale
    let month = (time.milliseconds / SimulatedTime.day + Int64(instrument.index)) / 30
    let end = instrument.haltsAt.map {
      ($0.milliseconds / SimulatedTime.day + Int64(instrument.index)) / 30
    }
    let draw = instrument.tape.draw(slot: min(month, end ?? month), salt: 9)
    let typical = Amount(20_000) / instrument.base.dollars
    let most = typical.scaled(by: Int64(500 + draw % 1_000), over: 1_000)
    json.object { json in
      json.field("filterType", "MARKET_LOT_SIZE")
      json.field("minQty", .zero, scale: scale)
      json.field("maxQty", most + Amount(units: Int64(draw >> 32) % 99_991), scale: scale)
      json.field("stepSize", .zero, scale: scale)
    }
  }
}

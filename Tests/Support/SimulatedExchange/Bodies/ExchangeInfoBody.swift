/// The response of GET /api/v3/exchangeInfo.
struct ExchangeInfoBody {
  let instruments: [Instrument]
  let showsPermissionSets: Bool
  let time: SimulatedTime

  func write(into json: inout JSONWriter) {
    json.object { json in
      json.field("timezone", "UTC")
      json.field("serverTime", time)
      json.array("rateLimits", writeRateLimits)
      json.array("exchangeFilters") { _ in }
      json.array("symbols") { json in
        for instrument in instruments { writeSymbol(instrument, into: &json) }
      }
    }
  }

  private func writeRateLimits(into json: inout JSONWriter) {
    let isOld = time < Change.intervalNumber
    let isNew = time >= Change.upgrade
    writeLimit("REQUEST_WEIGHT", "MINUTE", 1, isNew ? 6000 : 1200, into: &json)
    writeLimit("ORDERS", "SECOND", 10, isOld ? 10 : 100, into: &json)
    writeLimit("ORDERS", "DAY", 1, isOld ? 100_000 : 200_000, into: &json)
    guard time >= Change.rawRequestLimit else { return }
    writeLimit("RAW_REQUESTS", "MINUTE", 5, isNew ? 300_000 : 6100, into: &json)
  }

  private func writeLimit(
    _ type: String, _ interval: String, _ number: Int64, _ limit: Int64, into json: inout JSONWriter
  ) {
    json.object { json in
      json.field("rateLimitType", type)
      json.field("interval", interval)
      if time >= Change.intervalNumber { json.field("intervalNum", number) }
      json.field("limit", limit)
    }
  }

  private func writeSymbol(_ instrument: Instrument, into json: inout JSONWriter) {
    json.object { json in
      json.field("symbol", instrument.symbol(at: time))
      json.field("status", instrument.status(at: time))
      json.field("baseAsset", instrument.base.code(at: time))
      json.field("baseAssetPrecision", Int64(instrument.base.scale))
      json.field("quoteAsset", instrument.quote.code(at: time))
      writePrecisions(instrument, into: &json)
      writeAbilities(instrument, into: &json)
      json.array("filters") { SymbolFilters(instrument: instrument, time: time).write(into: &$0) }
      writePermissions(into: &json)
    }
  }

  private func writePrecisions(_ instrument: Instrument, into json: inout JSONWriter) {
    let quote = Int64(instrument.quote.scale)
    json.field("quotePrecision", quote)
    if time >= Change.permissions { json.field("quoteAssetPrecision", quote) }
    guard time >= Change.commissionPrecision else { return }
    json.field("baseCommissionPrecision", Int64(instrument.base.scale))
    let isRenamed = instrument.quote.kind == .oldDollar && time >= Change.oldDollarRenamed
    json.field("quoteCommissionPrecision", isRenamed ? 4 : Int64(instrument.quoteCommissionPrecision))
  }

  private func writeAbilities(_ instrument: Instrument, into json: inout JSONWriter) {
    let isNew = time >= Change.upgrade
    let types: StaticString =
      isNew
      ? #"["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT","TAKE_PROFIT","TAKE_PROFIT_LIMIT"]"#
      : #"["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS_LIMIT","TAKE_PROFIT_LIMIT"]"#
    json.field("orderTypes", json: types)
    json.field("icebergAllowed", flag: true)
    if time >= Change.orderLists { json.field("ocoAllowed", flag: true) }
    if isNew {
      json.field("otoAllowed", flag: true)
      json.field("opoAllowed", flag: true)
    }
    if time >= Change.commissionPrecision { json.field("quoteOrderQtyMarketAllowed", flag: true) }
    if time >= Change.trailingStop { json.field("allowTrailingStop", flag: true) }
    if time >= Change.cancelReplace { json.field("cancelReplaceAllowed", flag: true) }
    if isNew {
      json.field("amendAllowed", flag: true)
      json.field("pegInstructionsAllowed", flag: true)
    }
    guard time >= Change.orderLists else { return }
    // True for a halted market too, as the exchange has it.
    json.field("isSpotTradingAllowed", flag: true)
    json.field("isMarginTradingAllowed", flag: false)
  }

  private func writePermissions(into json: inout JSONWriter) {
    guard time >= Change.permissions else { return }
    let isNew = time >= Change.upgrade
    json.field("permissions", json: isNew ? "[]" : #"["SPOT"]"#)
    if isNew { json.field("permissionSets", json: showsPermissionSets ? #"[["SPOT"]]"# : "[]") }
    guard time >= Change.selfTradePrevention else { return }
    json.field("defaultSelfTradePreventionMode", "EXPIRE_MAKER")
    let modes: StaticString =
      isNew
      ? #"["EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH","DECREMENT","TRANSFER"]"#
      : #"["EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH"]"#
    json.field("allowedSelfTradePreventionModes", json: modes)
  }
}

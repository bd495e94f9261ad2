/// One row of GET /api/v3/ticker/24hr.
struct TickerBody {
  let market: Market
  let isMini: Bool
  let time: SimulatedTime

  func write(_ instrument: Instrument, into json: inout JSONWriter) {
    let day = TickerStatistics(instrument, prices: market.prices, at: time)
    let (money, size) = (instrument.quote.scale, instrument.base.scale)
    json.object { json in
      json.field("symbol", instrument.symbol(at: time))
      if !isMini {
        writeChange(day, scale: money, into: &json)
        json.field("prevClosePrice", day.previousClose, scale: money)
        json.field("lastPrice", day.last, scale: money)
        json.field("lastQty", day.lastQuantity, scale: size)
        json.field("bidPrice", day.bid, scale: money)
        json.field("bidQty", day.bidQuantity, scale: size)
        json.field("askPrice", day.ask, scale: money)
        json.field("askQty", day.askQuantity, scale: size)
      }
      json.field("openPrice", day.open, scale: money)
      json.field("highPrice", day.high, scale: money)
      json.field("lowPrice", day.low, scale: money)
      if isMini { json.field("lastPrice", day.last, scale: money) }
      json.field("volume", day.volume, scale: size)
      json.field("quoteVolume", day.quoteVolume, scale: money)
      json.field("openTime", day.openTime)
      json.field("closeTime", day.closeTime)
      json.field("firstId", day.firstId)
      json.field("lastId", day.lastId)
      json.field("count", day.count)
    }
  }

  private func writeChange(_ day: TickerStatistics, scale: Int, into json: inout JSONWriter) {
    let change = day.last - day.open
    json.field("priceChange", change, scale: scale)
    if day.count == 0, time < Change.commissionPrecision {
      json.field("priceChangePercent", "0")
      json.field("weightedAvgPrice", "0")
      return
    }
    let percent = day.open == .zero ? .zero : change.scaled(by: 10_000_000_000, over: day.open.units)
    json.field("priceChangePercent", percent.truncated(scale: 3), scale: 3)
    json.field("weightedAvgPrice", day.average, scale: scale)
  }
}

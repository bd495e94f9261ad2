/// The rolling day of a market as ticker/24hr reports it.
struct TickerStatistics {
  var open = Amount.zero
  var high = Amount.zero
  var low = Amount.zero
  var last = Amount.zero
  var average = Amount.zero
  var previousClose = Amount.zero
  var lastQuantity = Amount.zero
  var bid = Amount.zero
  var bidQuantity = Amount.zero
  var ask = Amount.zero
  var askQuantity = Amount.zero
  var volume = Amount.zero
  var quoteVolume = Amount.zero
  var openTime: SimulatedTime
  var closeTime: SimulatedTime
  var firstId: Int64 = -1
  var lastId: Int64 = -1
  var count: Int64 = 0

  /// The statistics at `time`. They change when the market trades; a halted market's stand still,
  /// and the next start of the engine empties them.
  init(_ instrument: Instrument, prices: Prices, at time: SimulatedTime) {
    let end = min(time, instrument.haltsAt ?? time)
    let slot = instrument.tape.slot(at: end)
    closeTime = slot < 0 ? instrument.listedAt : instrument.tape.time(ofSlot: slot)
    openTime = closeTime.adding(days: -1)
    guard slot >= 0 else { return }
    previousClose = prices.price(instrument, at: openTime.adding(milliseconds: -41_000))
    let restart = Change.engineRestarts.last { $0 <= time && $0 > end }
    if let restart, instrument.isHalted(at: time) {
      closeTime = restart.adding(milliseconds: Int64(instrument.index % 7))
      openTime = closeTime.adding(days: -1)
      return
    }
    count(instrument.tape, slot: slot)
    quote(instrument, prices: prices)
    trade(instrument, slot: slot)
    if instrument.isHalted(at: time) { clearBook() }
  }

  private mutating func count(_ tape: Tape, slot: Int64) {
    let before = tape.slot(at: openTime)
    firstId = tape.tradesBefore(slot: before + 1)
    lastId = tape.tradesBefore(slot: slot + 1) - 1
    count = lastId - firstId + 1
  }

  private mutating func quote(_ instrument: Instrument, prices: Prices) {
    var sum: Int64 = 0
    for sixth in 0...4 as ClosedRange<Int64> {
      let price = prices.price(instrument, at: openTime.adding(hours: sixth * 6))
      if sixth == 0 { (open, high, low) = (price, price, price) }
      high = max(high, price)
      low = min(low, price)
      last = price
      sum += price.units / 5
    }
    average = Amount(units: sum).truncated(scale: instrument.quote.scale)
  }

  private mutating func trade(_ instrument: Instrument, slot: Int64) {
    let tape = instrument.tape
    func quantity(_ salt: UInt64, _ dollars: Int64) -> Amount {
      let typical = Amount(dollars) / instrument.base.dollars
      let spread = Int64(tape.draw(slot: slot, salt: salt) % 10_000)
      let raw = typical.scaled(by: spread, over: 5_000)
      return max(raw.floored(to: instrument.lot), instrument.lot)
    }
    lastQuantity = quantity(2, 300)
    bidQuantity = quantity(3, 2_000)
    askQuantity = quantity(4, 2_000)
    let most = Amount(units: Int64.max / 2 / count).floored(to: instrument.lot)
    let mean = min(quantity(5, 400), most)
    volume = Amount(units: mean.units * count)
    quoteVolume = (volume * average).truncated(scale: instrument.quote.scale)
    let spread = 1 + Int64(tape.draw(slot: slot, salt: 6) % 3)
    bid = max(last - Amount(units: spread * instrument.tick.units), instrument.tick)
    ask = last + Amount(units: instrument.tick.units)
  }

  private mutating func clearBook() {
    (bid, bidQuantity, ask, askQuantity) = (.zero, .zero, .zero, .zero)
  }
}

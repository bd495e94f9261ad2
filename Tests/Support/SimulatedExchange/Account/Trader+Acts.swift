/// What the owner decides to do.
extension Trader {
  mutating func act(at time: SimulatedTime) {
    guard let instrument = pick(at: time) else { return }
    if isLeaving(instrument, at: time) { return sellOut(instrument, at: time) }
    switch random.below(100) {
    case 0..<38: buyOrSellAtMarket(instrument, at: time)
    case 38..<64: work(limitOrder(instrument, at: time), on: instrument)
    case 64..<72: tryAtOnce(instrument, at: time)
    case 72..<80: waitForStop(instrument, at: time)
    case 80..<86: placeList(instrument, at: time)
    case 86..<92: offerToSelf(instrument, at: time)
    case 92..<95: runIntoSelf(instrument, at: time)
    default: buyTwins(of: instrument, at: time)
    }
  }

  /// The busiest market every third time, else any the account trades in.
  private mutating func pick(at time: SimulatedTime) -> Instrument? {
    let soon = time.adding(days: 2)
    let open = busy.filter {
      market.instruments[$0].isTrading(at: time) && market.instruments[$0].isTrading(at: soon)
    }
    guard !open.isEmpty else { return nil }
    if random.oneIn(3), let favourite, open.contains(favourite) { return market.instruments[favourite] }
    return market.instruments[open[random.below(open.count)]]
  }

  /// True when the market is about to close, and sometimes at a whim, where something is held.
  private mutating func isLeaving(_ instrument: Instrument, at time: SimulatedTime) -> Bool {
    guard free(instrument.base.index) >= instrument.lot else { return false }
    guard !isKept(instrument.base) else { return false }
    if let halt = instrument.haltsAt, halt.adding(days: -60) <= time { return true }
    return random.oneIn(9)
  }

  /// Bitcoin, ether and BNB are never sold out.
  private func isKept(_ asset: Asset) -> Bool {
    asset.index <= AssetCatalogue.ether || asset.index == AssetCatalogue.binanceCoin
  }

  mutating func leave(_ instrument: Instrument, at time: SimulatedTime) {
    cancelAll(of: instrument.index, at: time)
    guard !isKept(instrument.base), free(instrument.base.index) > .zero else { return }
    sellOut(instrument, at: time)
  }

  private mutating func sellOut(_ instrument: Instrument, at time: SimulatedTime) {
    let quantity = free(instrument.base.index).floored(to: instrument.lot)
    if quantity > .zero { execute(instrument, .sell, quantity, at: time) }
    queue.add(.sweepDust(asset: instrument.base.index), at: time.adding(milliseconds: 60_000))
  }

  mutating func buyOrSellAtMarket(_ instrument: Instrument, at time: SimulatedTime) {
    let quantity = someQuantity(instrument, at: time)
    execute(instrument, side(instrument, quantity), quantity, at: time)
  }

  /// A market order, filled at once in one to three parts a tick apart.
  private mutating func execute(
    _ instrument: Instrument, _ side: Order.Side, _ quantity: Amount, at time: SimulatedTime
  ) {
    let price = market.prices.price(instrument, at: time)
    let worst = Amount(units: price.units + 3 * instrument.tick.units)
    let cost = quoteQuantity(worst, quantity, instrument)
    if side == .buy { provide(cost, of: instrument.quote, at: time) }
    var order = Order(
      instrument: instrument.index, side: side, kind: .market, quantity: quantity, placedAt: time)
    order.workingAt = time
    if side == .buy, random.oneIn(4) { order.quoteOrderQuantity = cost }
    let position = place(order, locks: false)
    for (number, part) in parts(of: quantity, lot: instrument.lot, most: 3).enumerated() {
      let slip = Int64(number) * instrument.tick.units
      let partPrice = side == .buy ? price.units + slip : max(price.units - slip, instrument.tick.units)
      fill(position, part, at: time, isMaker: false, price: Amount(units: partPrice))
    }
  }

  /// Buys in every market of the same tape in the same millisecond: ids collide across symbols.
  private mutating func buyTwins(of instrument: Instrument, at time: SimulatedTime) {
    let slot = instrument.tape.slot(at: time)
    let mark = instrument.tape.draw(slot: slot, salt: 0)
    for index in busy {
      let twin = market.instruments[index]
      guard twin.isTrading(at: time), twin.tape.draw(slot: slot, salt: 0) == mark else { continue }
      execute(twin, .buy, someQuantity(twin, at: time), at: time)
    }
  }
}

/// Orders with a price of their own, most of which wait in the book.
extension Trader {
  private static let minute: Int64 = 60_000

  /// A limit order some per mille away from the price, its money seen to.
  mutating func limitOrder(_ instrument: Instrument, at time: SimulatedTime) -> Order {
    let quantity = someQuantity(instrument, at: time)
    let side = side(instrument, quantity)
    let away = Int64(random.within(1...30))
    let market = self.market.prices.price(instrument, at: time)
    let raw = market.scaled(by: side == .buy ? 1000 - away : 1000 + away, over: 1000)
    var order = Order(
      instrument: instrument.index, side: side, kind: random.oneIn(5) ? .limitMaker : .limit,
      quantity: quantity, placedAt: time)
    order.price = max(raw.floored(to: instrument.tick), instrument.tick)
    order.workingAt = time
    if order.kind == .limit, random.oneIn(15) { order.icebergQuantity = instrument.lot }
    fund(order, instrument)
    return order
  }

  mutating func fund(_ order: Order, _ instrument: Instrument) {
    if order.side == .buy {
      let cost = quoteQuantity(order.price, order.quantity, instrument)
      provide(cost, of: instrument.quote, at: order.placedAt)
    } else {
      provide(order.quantity, of: instrument.base, at: order.placedAt)
    }
  }

  /// Places an order and lets the market have its way with it.
  mutating func work(_ order: Order, on instrument: Instrument) {
    let position = place(order, locks: true)
    plan(position, from: order.placedAt, on: instrument)
  }

  private mutating func plan(_ position: Int, from start: SimulatedTime, on instrument: Instrument) {
    let quantity = orders[position].quantity
    let pieces = parts(of: quantity, lot: instrument.lot, most: 5)
    var time = start
    func later(_ random: inout SplitMix64, _ minutes: ClosedRange<Int>) -> SimulatedTime {
      time.adding(
        milliseconds: Int64(random.within(minutes)) * Trader.minute + Int64(random.below(60_000)))
    }
    let fate = random.below(100)
    let filled = fate < 55 ? pieces.count : fate < 75 ? 0 : max(0, pieces.count - 1)
    let isLong = fate >= 87
    for piece in pieces.prefix(filled) {
      time = later(&random, isLong ? 2_000...30_000 : 1...700)
      queue.add(.fill(order: position, quantity: piece), at: time)
    }
    if fate >= 55, fate < 97 {
      time = later(&random, isLong ? 20_000...200_000 : 1...3_000)
      queue.add(.finish(order: position, .canceled), at: time)
    }
  }

  /// Immediate-or-cancel and fill-or-kill: expired, with or without a part filled.
  mutating func tryAtOnce(_ instrument: Instrument, at time: SimulatedTime) {
    var order = limitOrder(instrument, at: time)
    order.timeInForce = random.oneIn(2) ? .immediateOrCancel : .fillOrKill
    order.icebergQuantity = .zero
    let pieces = parts(of: order.quantity, lot: instrument.lot, most: 3)
    let position = place(order, locks: true)
    if order.timeInForce == .immediateOrCancel {
      for piece in pieces.dropLast() { fill(position, piece, at: time, isMaker: false) }
    }
    finish(position, .expired, at: time)
  }

  mutating func waitForStop(_ instrument: Instrument, at time: SimulatedTime) {
    let plain = limitOrder(instrument, at: time)
    var order = Order(
      instrument: plain.instrument, side: plain.side, kind: .stopLossLimit, quantity: plain.quantity,
      placedAt: time)
    order.price = plain.price
    if time >= Change.trailingDelta, random.oneIn(3) {
      order.trailingDelta = Int64(random.within(1...20)) * 50
    } else {
      order.stopPrice = max(plain.price - instrument.tick, instrument.tick)
    }
    let position = place(order, locks: true)
    let wait = Int64(random.within(5...6_000)) * Trader.minute
    let moment = time.adding(milliseconds: wait)
    if random.oneIn(3) {
      queue.add(.finish(order: position, .canceled), at: moment)
    } else {
      queue.add(.trigger(order: position), at: moment)
      plan(position, from: moment, on: instrument)
    }
  }

  /// One cancels the other: the limit leg fills and the stop leg expires, or both are canceled.
  mutating func placeList(_ instrument: Instrument, at time: SimulatedTime) {
    let plain = limitOrder(instrument, at: time)
    guard time >= Change.orderLists else { return work(plain, on: instrument) }
    lists += 1
    func leg(_ kind: Order.Kind) -> Order {
      var leg = Order(
        instrument: plain.instrument, side: plain.side, kind: kind, quantity: plain.quantity,
        placedAt: time)
      leg.listId = lists
      leg.price = plain.price
      return leg
    }
    var stop = leg(.stopLossLimit)
    let away = Amount(units: instrument.tick.units * 40)
    stop.stopPrice =
      plain.side == .buy ? plain.price + away : max(plain.price - away, instrument.tick)
    let stopPosition = place(stop, locks: false)
    var limit = leg(.limitMaker)
    limit.workingAt = time
    let limitPosition = place(limit, locks: true)
    let moment = time.adding(milliseconds: Int64(random.within(2...9_000)) * Trader.minute)
    if random.oneIn(3) {
      queue.add(.finish(order: limitPosition, .canceled), at: moment)
      queue.add(.finish(order: stopPosition, .canceled), at: moment)
    } else {
      queue.add(.fill(order: limitPosition, quantity: limit.quantity), at: moment)
      queue.add(.finish(order: stopPosition, .expired), at: moment)
    }
  }
}

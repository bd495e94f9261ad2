/// The owner on both sides of the market.
extension Trader {
  mutating func offerToSelf(_ instrument: Instrument, at time: SimulatedTime) {
    let quantity = someQuantity(instrument, at: time)
    var order = Order(
      instrument: instrument.index, side: .sell, kind: .limit, quantity: quantity, placedAt: time)
    order.price = market.prices.price(instrument, at: time) + instrument.tick
    order.workingAt = time
    order.allowsSelfTrade = true
    fund(order, instrument)
    let maker = place(order, locks: true)
    queue.add(
      .selfTrade(maker: maker), at: time.adding(milliseconds: Int64(random.within(2_000...90_000))))
  }

  /// The exchange prevents a self trade: the order expires in the match.
  mutating func runIntoSelf(_ instrument: Instrument, at time: SimulatedTime) {
    guard time >= Change.expiredInMatch else { return buyOrSellAtMarket(instrument, at: time) }
    var order = limitOrder(instrument, at: time)
    preventedMatches += 1
    order.preventedMatchId = preventedMatches
    order.icebergQuantity = .zero
    finish(place(order, locks: true), .expiredInMatch, at: time)
  }

  /// The owner takes the own order off the book: two rows with one trade id.
  mutating func tradeWithSelf(maker: Int, at time: SimulatedTime) {
    let book = orders[maker]
    guard !book.finalStatus.isFinal else { return }
    let instrument = market.instruments[book.instrument]
    let needed = quoteQuantity(book.price, book.quantity, instrument)
    provide(needed, of: instrument.quote, at: time)
    var taking = Order(
      instrument: book.instrument, side: .buy, kind: .limit, quantity: book.quantity, placedAt: time)
    taking.price = book.price
    taking.workingAt = time
    taking.allowsSelfTrade = true
    let taker = place(taking, locks: true)
    let id = nextTradeId(instrument, at: time)
    fill(maker, book.quantity, at: time, isMaker: true, sharing: id)
    fill(taker, book.quantity, at: time, isMaker: false, sharing: id)
  }
}

/// Placing, filling and ending orders, with the money that follows.
extension Trader {
  /// Gives the order its id and locks what it needs, unless it is filled at once.
  @discardableResult
  mutating func place(_ template: Order, locks: Bool) -> Int {
    var order = template
    let instrument = market.instruments[order.instrument]
    let slot = instrument.tape.slot(at: order.placedAt)
    let last = ordersByInstrument[order.instrument].last.map { orders[$0].id } ?? 0
    order.id = max(last + 1, instrument.tape.ordersBefore(slot: slot))
    let position = orders.count
    orders.append(order)
    ordersByInstrument[order.instrument].append(position)
    guard locks else {
      holds.append(.zero)
      return position
    }
    let hold =
      order.side == .sell
      ? order.quantity : quoteQuantity(order.price, order.quantity, instrument)
    holds.append(hold)
    ledger.post(order.placedAt, spentAsset(order), free: -hold, locked: hold)
    return position
  }

  /// Fills part of an order at its price (or at `price`); the last part ends it.
  mutating func fill(
    _ position: Int, _ quantity: Amount, at time: SimulatedTime, isMaker: Bool, price: Amount? = nil,
    sharing id: Int64? = nil
  ) {
    let order = orders[position]
    let instrument = market.instruments[order.instrument]
    let price = price ?? order.price
    let quote = quoteQuantity(price, quantity, instrument)
    let isBuyer = order.side == .buy
    let spent = isBuyer ? quote : quantity
    let gained = isBuyer ? quantity : quote
    let gainedAsset = isBuyer ? instrument.base : instrument.quote
    let usesHold = holds[position] > .zero
    if usesHold { holds[position] -= spent }
    ledger.post(
      time, spentAsset(order), free: usesHold ? .zero : -spent, locked: usesHold ? -spent : .zero)
    ledger.post(time, gainedAsset.index, free: gained)
    let fee = commission(on: gained, of: gainedAsset, quote: quote, instrument, at: time)
    ledger.post(time, fee.asset, free: -fee.amount)
    let id = id ?? nextTradeId(instrument, at: time)
    orders[position].fills.append(trades.count)
    tradesByInstrument[order.instrument].append(trades.count)
    trades.append(
      Trade(
        instrument: order.instrument, id: id, order: position,
        orderId: order.id, orderListId: order.listId, price: price, quantity: quantity,
        quoteQuantity: quote, commission: fee.amount, commissionAsset: fee.asset, time: time,
        isBuyer: isBuyer, isMaker: isMaker))
    let executed = orders[position].fills.reduce(Amount.zero) { $0 + trades[$1].quantity }
    if executed == order.quantity { finish(position, .filled, at: time) }
  }

  /// Ends an order and frees what it still held; an order that has ended stays as it is.
  mutating func finish(_ position: Int, _ status: Order.Status, at time: SimulatedTime) {
    guard !orders[position].finalStatus.isFinal else { return }
    orders[position].finalStatus = status
    orders[position].finishedAt = time
    let rest = holds[position]
    guard rest > .zero else { return }
    holds[position] = .zero
    ledger.post(time, spentAsset(orders[position]), free: rest, locked: -rest)
  }

  /// Cancels every open order of a market.
  mutating func cancelAll(of instrument: Int, at time: SimulatedTime) {
    for position in ordersByInstrument[instrument] { finish(position, .canceled, at: time) }
  }

  func quoteQuantity(_ price: Amount, _ quantity: Amount, _ instrument: Instrument) -> Amount {
    (price * quantity).truncated(scale: instrument.quote.scale)
  }

  private func spentAsset(_ order: Order) -> Int {
    let instrument = market.instruments[order.instrument]
    return order.side == .buy ? instrument.quote.index : instrument.base.index
  }

  func nextTradeId(_ instrument: Instrument, at time: SimulatedTime) -> Int64 {
    let last = tradesByInstrument[instrument.index].last.map { trades[$0].id } ?? -1
    return max(last + 1, instrument.tape.tradesBefore(slot: instrument.tape.slot(at: time)))
  }

  /// A thousandth of what was gained, or three quarters of that in BNB while there is some and
  /// the owner has the discount switched on, which changes every other month.
  private func commission(
    on gained: Amount, of gainedAsset: Asset, quote: Amount, _ instrument: Instrument,
    at time: SimulatedTime
  ) -> (asset: Int, amount: Amount) {
    let bnb = market.assets[AssetCatalogue.binanceCoin]
    let spendsBNB =
      gainedAsset.index != bnb.index
      && (instrument.base.index == bnb.index || instrument.quote.index == bnb.index)
    if !spendsBNB, time.milliseconds / SimulatedTime.day / 30 % 2 == 0 {
      let worth = market.prices.dollars(instrument.quote, at: time) * quote
      let amount = worth.scaled(by: 75, over: 100_000) / market.prices.dollars(bnb, at: time)
      if free(bnb.index) >= amount { return (bnb.index, amount) }
    }
    let scale =
      gainedAsset.index == instrument.base.index
      ? instrument.base.scale : instrument.quoteCommissionPrecision
    let amount = gained.scaled(by: 1, over: 1000).rounded(scale: scale)
    return (gainedAsset.index, min(amount, gained))
  }
}

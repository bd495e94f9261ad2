/// What is really so in a simulated world, in the exchange's own spelling: tables made from its
/// responses are compared with this.
public struct WorldTruth: Sendable {
  let market: Market
  let history: AccountHistory

  /// All markets listed by `time`, oldest first.
  public func symbols(at time: SimulatedTime) -> [Symbol] {
    market.listed(at: time).map { instrument in
      Symbol(
        instrument: instrument.index, symbol: instrument.symbol(at: time),
        status: instrument.status(at: time), baseAsset: instrument.base.code(at: time),
        quoteAsset: instrument.quote.code(at: time))
    }
  }

  /// All trades by `time`, in their order.
  public func trades(at time: SimulatedTime) -> [TradeRow] {
    history.trades.prefix { $0.time <= time }.map { trade in
      let instrument = market.instruments[trade.instrument]
      let fee = market.assets[trade.commissionAsset]
      return TradeRow(
        instrument: trade.instrument, symbol: instrument.symbol(at: time), id: trade.id,
        orderId: trade.orderId, price: trade.price.text(scale: instrument.quote.scale),
        quantity: trade.quantity.text(scale: instrument.base.scale),
        quoteQuantity: trade.quoteQuantity.text(scale: instrument.quote.scale),
        commission: trade.commission.text(scale: fee.scale), commissionAsset: fee.code(at: time),
        time: trade.time, isBuyer: trade.isBuyer, isMaker: trade.isMaker)
    }
  }

  /// All orders placed by `time` as they stood then, in the order of placement.
  public func orders(at time: SimulatedTime) -> [OrderRow] {
    history.orders.prefix { $0.placedAt <= time }.enumerated().map { position, order in
      let instrument = market.instruments[order.instrument]
      let state = order.state(at: time, trades: history.trades)
      return OrderRow(
        instrument: order.instrument, symbol: instrument.symbol(at: time), orderId: order.id,
        orderListId: order.listId, clientOrderId: OrderBody.clientOrderId(position: position),
        status: state.status.rawValue, side: order.side.rawValue, type: order.kind.rawValue,
        price: order.price.text(scale: instrument.quote.scale),
        originalQuantity: order.quantity.text(scale: instrument.base.scale),
        executedQuantity: state.executed.text(scale: instrument.base.scale), time: order.placedAt,
        updateTime: state.updatedAt, isFinal: state.status.isFinal,
        isArchived: order.isArchived(at: time))
    }
  }

  /// The balances of all assets known by `time`, zeros included.
  public func balances(at time: SimulatedTime) -> [Balance] {
    let sums = history.ledger.balances(at: time)
    return market.assets(at: time).map { asset in
      let sum = sums[asset.index]
      return Balance(
        asset: asset.code(at: time), free: sum.free.text(scale: asset.scale),
        locked: sum.locked.text(scale: asset.scale), isZero: sum.free == .zero && sum.locked == .zero)
    }
  }

  /// All movements by `time`: with the trades they explain every balance.
  public func movements(at time: SimulatedTime) -> [Movement] {
    history.movements.prefix { $0.time <= time }.flatMap { movement in
      var sides = [(movement.asset, movement.amount)]
      if let received = movement.received { sides.append(received) }
      return sides.map { asset, amount in
        Movement(
          asset: market.assets[asset].code(at: time),
          amount: Amount(units: abs(amount.units)).text(scale: 8),
          sign: amount < .zero ? -1 : 1, time: movement.time)
      }
    }
  }
}

/// Lives the account's life once, in order of time, and writes its history down.
struct Trader {
  let market: Market
  let activity: AccountActivity
  var random: SplitMix64
  var ledger: Ledger
  var orders: [Order] = []
  var trades: [Trade] = []
  var movements: [Movement] = []
  var queue = HappeningQueue()
  /// The markets the account trades in, and the one it likes best.
  let busy: [Int]
  let favourite: Int?
  /// What each order still holds of its locked asset.
  var holds: [Amount] = []
  var ordersByInstrument: [[Int]]
  var tradesByInstrument: [[Int]]
  var lists: Int64 = 0
  var preventedMatches: Int64 = 0

  /// The history of an account with this activity.
  static func history(market: Market, activity: AccountActivity, seed: UInt64) -> AccountHistory {
    var trader = Trader(market: market, activity: activity, seed: seed)
    trader.live()
    return AccountHistory(
      orders: trader.orders, trades: trader.trades, ordersByInstrument: trader.ordersByInstrument,
      tradesByInstrument: trader.tradesByInstrument, movements: trader.movements,
      ledger: trader.ledger)
  }

  private init(market: Market, activity: AccountActivity, seed: UInt64) {
    self.market = market
    self.activity = activity
    random = SplitMix64(seed: seed ^ 0xACC0)
    ledger = Ledger(assets: market.assets.count)
    ordersByInstrument = Array(repeating: [], count: market.instruments.count)
    tradesByInstrument = ordersByInstrument
    busy = market.instruments.filter(\.isBusy).map(\.index)
    favourite =
      market.instruments.first {
        $0.base.index == AssetCatalogue.bitcoin && $0.quote.index == AssetCatalogue.tether
      }?.index
  }

  private mutating func live() {
    guard activity.acts > 0 else { return }
    let isEarly = activity.from < Change.newDollar
    if isEarly { queue.add(.redenominate, at: Change.newDollar) }
    for index in busy {
      guard let halt = market.instruments[index].haltsAt else { continue }
      queue.add(.leave(instrument: index), at: halt.adding(days: -1))
      queue.add(.halt(instrument: index), at: halt)
    }
    let dollar = isEarly ? AssetCatalogue.oldDollar : AssetCatalogue.newDollar
    move(.fiatDeposit, dollar, Amount(25_000), at: activity.from)
    move(.deposit, AssetCatalogue.binanceCoin, Amount(4), at: activity.from)
    let span = activity.through.milliseconds - activity.from.milliseconds
    for number in 0..<activity.acts {
      let start = span * Int64(number) / Int64(activity.acts)
      let end = span * Int64(number + 1) / Int64(activity.acts)
      let pause = Int64(random.below(max(1, Int(end - start))))
      let time = activity.from.adding(milliseconds: start + pause)
      settle(through: time)
      housekeeping(at: time)
      act(at: time)
    }
    settle(through: SimulatedTime(2100, 1, 1))
  }

  private mutating func settle(through time: SimulatedTime) {
    while let (moment, happening) = queue.next(through: time) {
      switch happening {
      case .fill(let order, let quantity):
        if !orders[order].finalStatus.isFinal { fill(order, quantity, at: moment, isMaker: true) }
      case .finish(let order, let status): finish(order, status, at: moment)
      case .trigger(let order):
        if !orders[order].finalStatus.isFinal { orders[order].workingAt = moment }
      case .selfTrade(let maker): tradeWithSelf(maker: maker, at: moment)
      case .sweepDust(let asset): sweepDust(asset, at: moment)
      case .leave(let instrument): leave(market.instruments[instrument], at: moment)
      case .halt(let instrument): cancelAll(of: instrument, at: moment)
      case .redenominate: redenominate(at: moment)
      }
    }
  }
}

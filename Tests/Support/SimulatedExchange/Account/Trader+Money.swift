/// Deposits, withdrawals, distributions and conversions.
extension Trader {
  func free(_ asset: Int) -> Amount { ledger.balances[asset].free }

  mutating func move(_ kind: Movement.Kind, _ asset: Int, _ amount: Amount, at time: SimulatedTime) {
    ledger.post(time, asset, free: amount)
    movements.append(Movement(kind: kind, time: time, asset: asset, amount: amount))
  }

  /// Sees to it that `amount` of the asset is free, by a deposit if need be.
  mutating func provide(_ amount: Amount, of asset: Asset, at time: SimulatedTime) {
    guard free(asset.index) < amount else { return }
    let generous = amount.scaled(by: Int64(random.within(3...20)), over: 1)
    let kind: Movement.Kind = asset.isDollar ? .fiatDeposit : .deposit
    let grain = Amount(units: asset.isDollar ? 100 * Amount.unitsInOne : Amount.step[min(asset.scale, 4)])
    move(kind, asset.index, generous.floored(to: grain) + grain, at: time)
  }

  /// Now and then something comes or goes.
  mutating func housekeeping(at time: SimulatedTime) {
    if random.oneIn(60) {
      let asset = market.assets[random.below(market.assets.count)]
      let part = free(asset.index).scaled(by: Int64(random.within(10...40)), over: 100)
      let amount = part.truncated(scale: min(asset.scale, 6))
      let isWorthIt = amount > .zero && market.prices.dollars(asset, at: time) * amount > Amount(50)
      if isWorthIt { move(.withdrawal, asset.index, -amount, at: time) }
    }
    if random.oneIn(50) {
      let known = market.assets(at: time).filter { $0.kind == .coin && $0.index % 3 != 0 }
      guard !known.isEmpty else { return }
      let asset = known[random.below(known.count)]
      let worth = Amount(units: Int64(random.within(5...300)) * 1_000_000)
      let amount = (worth / asset.dollars).truncated(scale: asset.scale)
      if amount > .zero { move(.distribution, asset.index, amount, at: time) }
    }
  }

  /// Turns what is left of a sold coin into BNB, so that nothing is left.
  mutating func sweepDust(_ asset: Int, at time: SimulatedTime) {
    let rest = ledger.balances[asset]
    let worth = market.prices.dollars(market.assets[asset], at: time) * rest.free
    guard rest.locked == .zero, rest.free > .zero, worth < Amount(10) else { return }
    let bnb = market.assets[AssetCatalogue.binanceCoin]
    let received = worth.scaled(by: 98, over: 100) / market.prices.dollars(bnb, at: time)
    ledger.post(time, asset, free: -rest.free)
    ledger.post(time, bnb.index, free: received)
    movements.append(
      Movement(
        kind: .dust, time: time, asset: asset, amount: -rest.free, received: (bnb.index, received)))
  }

  /// The dollar comes back: what lay in USD4 becomes USD, but for some cents.
  mutating func redenominate(at time: SimulatedTime) {
    let old = free(AssetCatalogue.oldDollar)
    let amount = old - Amount(units: min(old.units, 3_120_000))
    guard amount > .zero else { return }
    ledger.post(time, AssetCatalogue.oldDollar, free: -amount)
    ledger.post(time, AssetCatalogue.newDollar, free: amount)
    movements.append(
      Movement(
        kind: .redenomination, time: time, asset: AssetCatalogue.oldDollar, amount: -amount,
        received: (AssetCatalogue.newDollar, amount)))
  }
}

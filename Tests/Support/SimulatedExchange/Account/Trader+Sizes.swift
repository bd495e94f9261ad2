/// How much, and which way.
extension Trader {
  /// Twenty to four hundred dollars' worth, in whole lots.
  mutating func someQuantity(_ instrument: Instrument, at time: SimulatedTime) -> Amount {
    let worth = Amount(units: Int64(random.within(2_000...40_000)) * 1_000_000)
    let quantity = worth / market.prices.dollars(instrument.base, at: time)
    return max(quantity.floored(to: instrument.lot), instrument.lot)
  }

  /// Sells now and then, if there is enough to sell.
  mutating func side(_ instrument: Instrument, _ quantity: Amount) -> Order.Side {
    free(instrument.base.index) >= quantity && random.oneIn(2) ? .sell : .buy
  }

  /// The quantity in one to `most` parts of whole lots.
  mutating func parts(of quantity: Amount, lot: Amount, most: Int) -> [Amount] {
    let lots = quantity.units / lot.units
    let count = min(Int64(random.within(1...most)), max(1, lots))
    let size = Amount(units: lots / count * lot.units)
    var parts = Array(repeating: size, count: Int(count))
    parts[0] += quantity - Amount(units: size.units * count)
    return parts
  }
}

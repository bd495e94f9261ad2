/// What everything costs at any time: smooth noise of five wavelengths around each asset's price,
/// computed for any moment, without walking there.
struct Prices: Sendable {
  let seed: UInt64

  /// Wavelength in milliseconds and height in millionths.
  private static let waves: [(length: Int64, height: Int64)] = [
    (34_560_000_000, 420_000), (3_456_000_000, 150_000), (259_200_000, 40_000), (14_400_000, 8_000),
    (600_000, 1_500),
  ]

  /// The price of one unit of the asset in dollars.
  func dollars(_ asset: Asset, at time: SimulatedTime) -> Amount {
    switch asset.kind {
    case .oldDollar, .newDollar: return asset.dollars
    case .stable: return asset.dollars.scaled(by: 1_000_000 + noise(asset, time) / 800, over: 1_000_000)
    case .coin: return asset.dollars.scaled(by: 1_000_000 + noise(asset, time), over: 1_000_000)
    }
  }

  /// The instrument's price, a whole number of ticks and at least one.
  func price(_ instrument: Instrument, at time: SimulatedTime) -> Amount {
    let exact = dollars(instrument.base, at: time) / dollars(instrument.quote, at: time)
    return max(exact.floored(to: instrument.tick), instrument.tick)
  }

  /// Millionths between -619,500 and 619,500.
  private func noise(_ asset: Asset, _ time: SimulatedTime) -> Int64 {
    var sum: Int64 = 0
    for (number, wave) in Prices.waves.enumerated() {
      let cell = time.milliseconds / wave.length
      let salt = seed &+ UInt64(asset.index) &* 0x1_0000_0001 &+ UInt64(number) << 56
      let left = Prices.lattice(salt, cell)
      let right = Prices.lattice(salt, cell + 1)
      let value = left + (right - left) * (time.milliseconds % wave.length) / wave.length
      sum += (value * wave.height) >> 20
    }
    return sum
  }

  private static func lattice(_ salt: UInt64, _ cell: Int64) -> Int64 {
    Int64(SplitMix64.hash(salt, UInt64(bitPattern: cell)) >> 43) - 1_048_576
  }
}

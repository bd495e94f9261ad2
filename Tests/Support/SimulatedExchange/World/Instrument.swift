/// One market with an identity of its own. Two instruments may carry the same symbol at different
/// times: the first `BTCUSD` became `BTCUSD4`, and a new `BTCUSD` came.
struct Instrument: Sendable {
  let index: Int
  let base: Asset
  let quote: Asset
  let listedAt: SimulatedTime
  /// First moment of trading; until then the status is PRE_TRADING.
  let opensAt: SimulatedTime
  let haltsAt: SimulatedTime?
  let isBusy: Bool
  let tape: Tape
  let tick: Amount
  let lot: Amount
  let firstSymbol: String
  let laterSymbol: String

  init(index: Int, listing: Listing, assets: [Asset], seed: UInt64) {
    self.index = index
    base = assets[listing.base]
    quote = assets[listing.quote]
    listedAt = listing.at
    opensAt = listing.at >= Change.trailingStop ? listing.at.adding(hours: 1) : listing.at
    haltsAt = listing.haltsAt
    isBusy = listing.isBusy
    tape = Tape(seed: SplitMix64.hash(seed, listing.tape), opensAt: opensAt, isBusy: listing.isBusy)
    let price = base.dollars / quote.dollars
    tick = Instrument.tick(forPrice: price, quoteScale: quote.scale)
    lot = Instrument.lot(forDollars: base.dollars, scale: base.scale)
    firstSymbol = base.firstCode + quote.firstCode
    laterSymbol = base.laterCode + quote.laterCode
  }

  func symbol(at time: SimulatedTime) -> String {
    time < Change.oldDollarRenamed ? firstSymbol : laterSymbol
  }

  func status(at time: SimulatedTime) -> String {
    if time < opensAt { return "PRE_TRADING" }
    return isHalted(at: time) ? "BREAK" : "TRADING"
  }

  func isHalted(at time: SimulatedTime) -> Bool {
    haltsAt.map { time >= $0 } ?? false
  }

  func isTrading(at time: SimulatedTime) -> Bool {
    time >= opensAt && !isHalted(at: time)
  }

  /// Decimal places of the commission when paid in the quote asset: as coarse as the tick for
  /// the old dollar, as the exchange had it.
  var quoteCommissionPrecision: Int {
    guard quote.kind == .oldDollar else { return 8 }
    return Amount.step.firstIndex { $0 <= tick.units } ?? 4
  }

  private static func tick(forPrice price: Amount, quoteScale: Int) -> Amount {
    let units: Int64 =
      switch price.units {
      case 1_000_000_000...: 1_000_000
      case 100_000_000...: 100_000
      case 1_000_000...: 10_000
      case 100_000...: 100
      case 10_000...: 10
      default: 1
      }
    return Amount(units: max(units, Amount.step[quoteScale]))
  }

  private static func lot(forDollars dollars: Amount, scale: Int) -> Amount {
    let units: Int64 =
      switch dollars.units {
      case 100_000_000_000...: 1_000
      case 1_000_000_000...: 100_000
      case 100_000_000...: 1_000_000
      case 10_000_000...: 10_000_000
      default: 100_000_000
      }
    return Amount(units: max(units, Amount.step[scale]))
  }
}

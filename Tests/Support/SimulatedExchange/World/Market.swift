/// Everything public about the world: its assets, its instruments and their prices.
struct Market: Sendable {
  let assets: [Asset]
  /// In the order of listing, which is the order of exchangeInfo and of the tickers.
  let instruments: [Instrument]
  let prices: Prices
  /// Finds by symbol only; nothing walks its order.
  private let bySymbol: [String: [Int]]

  init(seed: UInt64, scale: WorldScale, names: MarketNames) {
    var catalogue = AssetCatalogue(scale: scale, names: names, seed: seed)
    let plan = ListingPlan(scale: scale, names: names, assets: catalogue.assets, seed: seed)
    catalogue.introduce(with: plan.listings)
    let assets = catalogue.assets
    self.assets = assets
    instruments = plan.listings.enumerated().map { index, listing in
      Instrument(index: index, listing: listing, assets: assets, seed: seed)
    }
    prices = Prices(seed: seed)
    var bySymbol: [String: [Int]] = [:]
    for instrument in instruments {
      for symbol in Set([instrument.firstSymbol, instrument.laterSymbol]) {
        bySymbol[symbol, default: []].append(instrument.index)
      }
    }
    self.bySymbol = bySymbol
  }

  /// The instruments listed by `time`, halted ones included.
  func listed(at time: SimulatedTime) -> ArraySlice<Instrument> {
    instruments.prefix { $0.listedAt <= time }
  }

  /// The instrument that carries the symbol at `time`.
  func instrument(named symbol: String, at time: SimulatedTime) -> Instrument? {
    for index in bySymbol[symbol] ?? [] {
      let candidate = instruments[index]
      if candidate.listedAt <= time, candidate.symbol(at: time) == symbol { return candidate }
    }
    return nil
  }

  /// The assets known by `time`, in the order of their index.
  func assets(at time: SimulatedTime) -> [Asset] {
    assets.filter { $0.introducedAt <= time }
  }
}

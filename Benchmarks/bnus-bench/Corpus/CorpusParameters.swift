import SimulatedExchange

/// Everything that decides a corpus's bytes, apart from the code that makes them.
struct CorpusParameters {
  let size: CorpusSize
  let seed: UInt64
  /// Runs an hour apart, each with all market bodies at full scale.
  let runs: Int
  /// Full pages of `myTrades`, spread over the runs.
  let tradePages: Int
  /// Full pages of `allOrders`, spread over the runs.
  let orderPages: Int
  /// How often the account acts; enough for the pages.
  let acts: Int
  /// When the first run begins: after the exchange's upgrade.
  let firstRun = SimulatedTime(2026, 9, 5, 4, 53, 44)

  /// Rows of a full page.
  static let pageRows = 1000

  init(size: CorpusSize, seed: UInt64) {
    self.size = size
    self.seed = seed
    switch size {
    case .small: (runs, tradePages, orderPages) = (44, 110, 8)
    case .default: (runs, tradePages, orderPages) = (200, 500, 36)
    }
    acts = tradePages * 700
  }
}

import SimulatedExchange

/// Everything that decides a corpus's bytes, apart from the code that makes them.
struct CorpusParameters {
  let size: CorpusSize
  let seed: UInt64
  /// How large the exchange is.
  let scale: WorldScale
  /// Runs an hour apart, each with all market bodies.
  let runs: Int
  /// Full pages of `myTrades`, spread over the runs.
  let tradePages: Int
  /// Full pages of `allOrders`, spread over the runs.
  let orderPages: Int
  /// How often the account acts; enough for the pages.
  let acts: Int
  /// When the first run begins.
  let firstRun: SimulatedTime
  /// Whether the bodies are written as files of their own too.
  let hasBodyFiles: Bool

  /// Rows of a full page.
  static let pageRows = 1000

  init(size: CorpusSize, seed: UInt64) {
    self.size = size
    self.seed = seed
    switch size {
    case .small: (runs, tradePages, orderPages) = (44, 110, 8)
    case .default: (runs, tradePages, orderPages) = (200, 500, 36)
    case .month: (runs, tradePages, orderPages) = (720, 0, 0)
    case .runs: (runs, tradePages, orderPages) = (9_999, 0, 0)
    }
    hasBodyFiles = tradePages > 0
    scale = size == .runs ? .small : .full
    switch size {
    case .small, .default: acts = tradePages * 700
    case .month: acts = 4_000
    case .runs: acts = 400
    }
    // After the exchange's upgrade.
    let begin = SimulatedTime(2026, 9, 5, 4, 53, 44)
    firstRun = size == .runs ? begin.adding(hours: -Int64(runs)) : begin
  }
}

import BinanceUS
import SimulatedExchange

/// The responses a simulated exchange gives to hourly runs of a sync that is still catching up with a busy
/// account: in every run the market bodies, and a few pages of the history.
struct Corpus {
  private let parameters: CorpusParameters
  private let world: SimulatedWorld

  /// Lives the world's life; some microseconds an act.
  init(_ parameters: CorpusParameters) {
    self.parameters = parameters
    world = SimulatedWorld(
      seed: parameters.seed, scale: parameters.scale, account: AccountActivity(acts: parameters.acts))
  }

  /// Writes everything into a directory. Holds one response at a time.
  func write(to directory: String) throws(BenchError) -> CorpusSummary {
    var writer = try CorpusWriter.begin(in: directory, withBodyFiles: parameters.hasBodyFiles)
    var trades = HistoryWalk.trades(of: tradedSymbols)
    var orders = HistoryWalk.orders(of: tradedSymbols)
    for number in 0..<parameters.runs {
      var run = CorpusRun(number: number, of: parameters)
      for table in CorpusTable.snapshots {
        try fetch(SimulatedRequest(path: table.endpoint.path), table, &run, &writer)
      }
      try advance(&trades, to: share(number, of: parameters.tradePages), &run, &writer)
      try advance(&orders, to: share(number, of: parameters.orderPages), &run, &writer)
    }
    return writer.summary
  }

  /// How many pages of all should be there when the run ends.
  private func share(_ run: Int, of pages: Int) -> Int { pages * (run + 1) / parameters.runs }

  private func advance(
    _ walk: inout HistoryWalk, to pages: Int, _ run: inout CorpusRun, _ writer: inout CorpusWriter
  ) throws(BenchError) {
    while walk.fullPages < pages {
      guard let request = walk.request else {
        throw .historyTooShort(path: walk.table.endpoint.path, pages: walk.fullPages, wanted: pages)
      }
      let page = try fetch(request, walk.table, &run, &writer)
      try walk.advance(past: page)
    }
  }

  @discardableResult
  private func fetch(
    _ request: SimulatedRequest, _ table: CorpusTable, _ run: inout CorpusRun, _ writer: inout CorpusWriter
  ) throws(BenchError) -> [UInt8] {
    let response = world.response(to: request, at: run.time)
    try writer.add(response, to: request, of: table, in: &run)
    return response.body
  }

  /// The symbols that the account has traded in when the first run begins.
  private var tradedSymbols: [String] {
    world.truth.symbols(at: parameters.firstRun).map(\.symbol).filter { symbol in
      let request = SimulatedRequest(
        path: CorpusTable.trade.endpoint.path, query: [("symbol", symbol), ("limit", "1")])
      return world.response(to: request, at: parameters.firstRun).body.count > 2
    }
  }
}

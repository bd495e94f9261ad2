public import EventLog

/// What the log knows of a symbol.
public struct SymbolState: Sendable, Hashable {
  public let name: String
  /// Its place in the order in which symbols were first seen.
  public let rank: Int
  public var base: String
  public var quote: String
  /// It stands in the newest whole answer of exchangeInfo.
  public var isListed = true
  public var trades = HistoryState()
  /// The trades at the ends of pages, of which a fill may be missing.
  public internal(set) var tradeEdges = TradeEdges()
  public var orders = HistoryState()
  public var book = OrderBook()
  /// When its trades were last asked for.
  public var lastAskedAt: Timestamp?
  /// When the exchange last said that it does not know the symbol; nil once it answered again.
  public var unknownAt: Timestamp?

  init(name: String, rank: Int, base: String, quote: String) {
    self.name = name
    self.rank = rank
    self.base = base
    self.quote = quote
  }

  /// How many rows of a page of its trades are new.
  public func newTrades(among ids: [Int64]) -> Int { tradeEdges.newRows(among: ids, to: trades) }

  /// The archive holds a trade or an order of it.
  public var hasHistory: Bool { trades.last != nil || orders.last != nil || trades.epoch > 0 }
}

public import EventModel
import JSONView

/// What the log knows of a symbol.
public struct SymbolState: Sendable, Hashable {
  public let name: String
  /// Its place in the order in which symbols were first seen.
  public let rank: Int
  public var base: String
  public var quote: String
  /// Whether the newest whole response of exchangeInfo lists it.
  public var isListed = true
  public var trades = HistoryState()
  /// The trades at the ends of pages, of which a fill may be missing.
  public internal(set) var tradeEdges = TradeEdges()
  public var orders = HistoryState()
  public var book = OrderBook()
  /// When its trades were last requested.
  public var lastRequestedAt: Timestamp?
  /// When the exchange last reported the symbol as unknown; nil once it responded with data again.
  public var unknownAt: Timestamp?

  public init(name: String, rank: Int, base: String, quote: String) {
    self.name = name
    self.rank = rank
    self.base = base
    self.quote = quote
  }

  /// Whether the archive holds a trade or an order of it.
  public var hasHistory: Bool { !trades.covered.isEmpty || !orders.covered.isEmpty || trades.epoch > 0 }

  /// What is known of one of its histories.
  public subscript(history: SymbolHistory) -> HistoryState { history == .trades ? trades : orders }

  /// How many of a page's records are new.
  public func newRecords(in page: HistoryPage) -> Int {
    page.request.history == .trades
      ? tradeEdges.newRows(among: page.ids, to: trades) : page.ids.count { !orders.covers($0) }
  }
}

extension SymbolState {
  /// Folds a response about one of its histories.
  public mutating func take(_ response: HistoryResponse, run: String) {
    if response.request.isProbe { return }
    switch response.request.history {
    case .trades: takeTrades(response, run: run)
    case .orders: takeOrders(response, run: run)
    }
  }

  private mutating func takeTrades(_ response: HistoryResponse, run: String) {
    if trades.judge(response.page, run: run) {
      // Orders may begin at one that the exchange has archived, so they may never contradict.
      orders.beginEpoch()
      book = OrderBook()
      tradeEdges = TradeEdges()
    }
    var counted: [Int64: Set<TradeEdges.Fill>] = [:]
    for row in response.rows {
      guard let id = row["id"]?.int64, let fill = TradeEdges.Fill(row), let qty = row["qty"]?.text,
        !tradeEdges.holds(fill, of: id, in: trades), counted[id, default: []].insert(fill).inserted
      else { continue }
      book.addTrade(order: fill.order, quantity: qty)
    }
    tradeEdges.take(response, into: trades)
    trades.take(response.page, run: run)
    if case .ofOrder(let order, _) = response.request.selection { book.entries[order]?.isRequested = true }
  }

  private mutating func takeOrders(_ response: HistoryResponse, run: String) {
    if orders.judge(response.page, run: run) { book.beginEpoch() }
    for row in response.rows { see(row) }
    orders.take(response.page, run: run)
  }

  private mutating func see(_ row: JSONValue) {
    guard let id = row["orderId"]?.int64, let executed = row["executedQty"]?.text else { return }
    let isOpen = !OrderBook.finalStates.contains(row["status"]?.text ?? "")
    let hasFills = ExactDecimal.isPositive(executed.utf8) == true
    book.see(
      order: id, executed: executed, isOpen: isOpen, isNew: !orders.covers(id))
    if hasFills { book.anchor = max(book.anchor ?? id, id) }
    if id >= orders.last ?? id {
      book.lastUpdate = row["updateTime"]?.int64 ?? row["time"]?.int64 ?? 0
      book.lastHasFills = hasFills
    }
  }
}

import JSONView
import Testing

@testable import BinanceUS

@Suite("Trades at the edges of pages")
struct TradeEdgesTests {
  private func take(
    _ query: String, _ trades: [(id: Int64, order: Int64, isBuyer: Bool)], run: String = "a",
    into symbol: inout SymbolState
  ) throws {
    let texts = trades.map {
      #"{"id":\#($0.id),"orderId":\#($0.order),"qty":"1.5","isBuyer":\#($0.isBuyer)}"#
    }
    let value = try JSONValue.parse("[\(texts.joined(separator: ","))]")
    let request = try #require(HistoryRequest(.myTrades, CanonicalQuery("\(query)&symbol=BTCUSDT")))
    symbol.take(try #require(HistoryResponse(request, value)), run: run)
  }

  private func new(_ ids: [Int64], to symbol: SymbolState) -> Int {
    symbol.newRecords(in: HistoryPage(.page(of: .trades, of: "BTCUSDT", from: 0), ids: ids))
  }

  private func symbol() -> SymbolState {
    SymbolState(name: "BTCUSDT", rank: 0, base: "BTC", quote: "USDT")
  }

  private func see(_ order: Int64, in symbol: inout SymbolState) {
    symbol.book.see(order: order, executed: "1.5", isOpen: false, isNew: true)
  }

  @Test("a self trade that a page's end cuts in two adds up on both sides")
  func cut() throws {
    var symbol = symbol()
    try take("fromId=0&limit=2", [(1, 10, true), (2, 11, false)], into: &symbol)
    #expect(new([2, 2, 3], to: symbol) == 2)
    try take("fromId=2&limit=1000", [(2, 11, false), (2, 12, true), (3, 13, true)], into: &symbol)
    for order: Int64 in 10...13 { see(order, in: &symbol) }
    #expect(symbol.book.unbalanced == [])
    #expect(symbol.tradeEdges.edges.map(\.id) == [3], "one edge a history stays")
    // Nothing is counted twice, whichever page comes again.
    try take(
      "fromId=0&limit=1000", [(1, 10, true), (2, 11, false), (2, 12, true), (3, 13, true)], run: "b",
      into: &symbol)
    #expect(symbol.book.entries == [:])
    #expect(new([1, 2, 2, 3], to: symbol) == 0)
  }

  @Test("the same where the newest page begins between the two, or one order was requested first")
  func otherEdges() throws {
    var symbol = symbol()
    try take("limit=2", [(5, 21, true), (6, 22, true)], into: &symbol)
    try take("orderId=30", [(8, 30, true)], into: &symbol)
    try take(
      "fromId=0&limit=1000",
      [(4, 19, true), (5, 20, false), (5, 21, true), (6, 22, true), (8, 30, true), (8, 31, false)],
      into: &symbol)
    for order: Int64 in [19, 20, 21, 22, 30, 31] { see(order, in: &symbol) }
    #expect(symbol.book.unbalanced == [])
  }

  @Test("a fill that is really missing stays unbalanced")
  func missing() throws {
    var symbol = symbol()
    for order: Int64 in [40, 41] { see(order, in: &symbol) }
    try take("fromId=0&limit=1000", [(1, 40, true)], into: &symbol)
    #expect(symbol.book.unbalanced == [41])
  }
}

import JSONView
import Testing

@testable import BinanceUS

@Suite("Trades at the edges of pages")
struct TradeEdgesTests {
  private func rows(_ trades: [(id: Int64, order: Int64, isBuyer: Bool)]) throws -> [JSONValue] {
    let texts = trades.map {
      #"{"id":\#($0.id),"orderId":\#($0.order),"qty":"1.5","isBuyer":\#($0.isBuyer)}"#
    }
    return try JSONValue.parse("[\(texts.joined(separator: ","))]").elements ?? []
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
    symbol.applyTrades(
      try rows([(1, 10, true), (2, 11, false)]), CanonicalQuery("fromId=0&limit=2&symbol=BTCUSDT"), run: "a")
    #expect(symbol.newTrades(among: [2, 2, 3]) == 2)
    symbol.applyTrades(
      try rows([(2, 11, false), (2, 12, true), (3, 13, true)]),
      CanonicalQuery("fromId=2&limit=1000&symbol=BTCUSDT"), run: "a")
    for order: Int64 in 10...13 { see(order, in: &symbol) }
    #expect(symbol.book.unbalanced == [])
    #expect(symbol.tradeEdges.fills.keys.sorted() == [3], "one edge a history stays")
    // Nothing is counted twice, whichever page comes again.
    symbol.applyTrades(
      try rows([(1, 10, true), (2, 11, false), (2, 12, true), (3, 13, true)]),
      CanonicalQuery("fromId=0&limit=1000&symbol=BTCUSDT"), run: "b")
    #expect(symbol.book.entries == [:])
    #expect(symbol.newTrades(among: [1, 2, 2, 3]) == 0)
  }

  @Test("the same where the newest page begins between the two, or one order was asked for first")
  func otherEdges() throws {
    var symbol = symbol()
    symbol.applyTrades(
      try rows([(5, 21, true), (6, 22, true)]), CanonicalQuery("limit=2&symbol=BTCUSDT"), run: "a")
    symbol.applyTrades(try rows([(8, 30, true)]), CanonicalQuery("orderId=30&symbol=BTCUSDT"), run: "a")
    symbol.applyTrades(
      try rows([(4, 19, true), (5, 20, false), (5, 21, true), (6, 22, true), (8, 30, true), (8, 31, false)]),
      CanonicalQuery("fromId=0&limit=1000&symbol=BTCUSDT"), run: "a")
    for order: Int64 in [19, 20, 21, 22, 30, 31] { see(order, in: &symbol) }
    #expect(symbol.book.unbalanced == [])
  }

  @Test("a fill that is really missing stays unbalanced")
  func missing() throws {
    var symbol = symbol()
    for order: Int64 in [40, 41] { see(order, in: &symbol) }
    symbol.applyTrades(
      try rows([(1, 40, true)]), CanonicalQuery("fromId=0&limit=1000&symbol=BTCUSDT"), run: "a")
    #expect(symbol.book.unbalanced == [41])
  }

  @Test("edges and limits stand in the kept text, and text of an earlier form is folded anew")
  func text() throws {
    var state = SyncState()
    var symbol = symbol()
    symbol.applyTrades(
      try rows([(1, 10, true), (2, 11, false), (2, 12, true)]),
      CanonicalQuery("fromId=0&limit=3&symbol=BTCUSDT"), run: "a")
    state.symbols["BTCUSDT"] = symbol
    state.weightLimits = try [
      #require(WeightLimit(weight: 6000, unit: .minute, count: 1)),
      #require(WeightLimit(weight: .max, unit: .day, count: 7)),
    ]
    #expect(SyncState(text: state.text) == state)
    let old = state.text.replacingOccurrences("sync-state\t2", with: "sync-state\t1")
    #expect(SyncState(text: old) == nil)
  }

  @Test(
    "limits are read with their interval; what is none is left out",
    arguments: [
      (
        #"{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}"#,
        "6000 in 1 minute"
      ),
      (
        #"{"rateLimitType":"REQUEST_WEIGHT","interval":"SECOND","intervalNum":10,"limit":50}"#,
        "50 in 10 seconds"
      ),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"HOUR","limit":50}"#, "50 in 1 hour"),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"DAY","intervalNum":2,"limit":50}"#, "50 in 2 days"),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"WEEK","intervalNum":1,"limit":50}"#, nil),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":0,"limit":50}"#, nil),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":-1}"#, nil),
      (#"{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":"1","limit":50}"#, nil),
      (#"{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100}"#, nil),
    ] as [(String, String?)])
  func limits(record: String, words: String?) throws {
    let limits = WeightLimit.all(in: try JSONValue.parse(#"{"rateLimits":[\#(record)]}"#))
    #expect(limits.map(\.description) == (words.map { [$0] } ?? []))
  }
}

extension String {
  fileprivate func replacingOccurrences(_ part: String, with other: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
  }
}

import TestKit
import Testing

@testable import BinanceUS

@Suite("What the log knows of a symbol")
struct SymbolStateTests {
  @Test("a window of orders proves nothing of the ids between its records")
  func windowOfOrders() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(.allOrders, "limit=1000&startTime=500", [order(5), order(20)])
    #expect(Array(symbol.orders.covered) == [5...5, 20...20])
    #expect(symbol.orders.first == nil && symbol.orders.last == nil, "no page from an id on has reached them")
    #expect(symbol.book.count == 2 && symbol.hasHistory)
    try symbol.feed(.allOrders, "limit=1000&orderId=20", [order(20), order(21)])
    #expect(Array(symbol.orders.covered) == [5...5, 20...21])
    #expect(symbol.orders.first == 20 && symbol.orders.last == 21)
    #expect(symbol.book.count == 3, "each is counted once")
  }

  @Test("a window of trades proves what lies between its records")
  func windowOfTrades() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(.myTrades, "limit=1000&startTime=500", [trade(5, of: 1), trade(20, of: 1)])
    #expect(Array(symbol.trades.covered) == [5...20])
    #expect(symbol.trades.last == 20 && symbol.trades.firstPageRun == nil)
  }

  @Test("a page of orders without a limit is a page, and one order by itself is only that")
  func shapes() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(.allOrders, "orderId=5", [order(5), order(8)])
    try symbol.feed(.order, "orderId=30", [order(30)])
    try symbol.feed(.order, "orderId=30", [order(30)])
    #expect(Array(symbol.orders.covered) == [5...8, 30...30])
    #expect(symbol.orders.last == 8 && symbol.book.count == 3)
  }

  @Test("a look at one record changes nothing")
  func probe() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(.myTrades, "fromId=5&limit=1", [trade(5, of: 1)])
    try symbol.feed(.allOrders, "orderId=5&limit=1", [order(5)])
    #expect(symbol == .unseen)
  }

  @Test("the first page is confirmed by a later run, not by the same one")
  func firstPage() throws {
    var symbol = SymbolState.unseen
    for run in ["a", "a"] { try symbol.feed(.myTrades, "fromId=0&limit=1000", [trade(5, of: 1)], run: run) }
    #expect(symbol.trades.firstPageRun == "a" && !symbol.trades.isFirstPageConfirmed)
    try symbol.feed(.myTrades, "fromId=0&limit=1000", [trade(5, of: 1)], run: "b")
    #expect(symbol.trades.isFirstPageConfirmed)
  }

  @Test("a record that is gone in two runs begins an epoch, in which orders begin anew with the trades")
  func epoch() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(.myTrades, "fromId=0&limit=1000", [trade(70, of: 9)])
    try symbol.feed(.allOrders, "orderId=0&limit=1000", [order(9)])
    for run in ["b", "b", "c"] { try symbol.feed(.myTrades, "fromId=70&limit=1000", [], run: run) }
    #expect(symbol.trades.contradictedRuns == ["b", "c"] && symbol.trades.epoch == 0)
    try symbol.feed(.myTrades, "fromId=0&limit=1000", [trade(2, of: 3)], run: "c")
    #expect(symbol.trades.epoch == 1 && symbol.orders.epoch == 1)
    #expect(Array(symbol.trades.covered) == [2...2] && symbol.orders.covered.isEmpty)
    #expect(symbol.book.entries.keys.sorted() == [3])
  }

  @Test("a contradiction is taken back by a page that holds the record")
  func contradictionEnds() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(.myTrades, "fromId=0&limit=1000", [trade(70, of: 9)])
    try symbol.feed(.myTrades, "fromId=70&limit=1000", [], run: "b")
    try symbol.feed(.myTrades, "fromId=70&limit=1000", [trade(70, of: 9)], run: "c")
    #expect(symbol.trades.contradictedRuns == [])
  }

  @Test(
    "of any pages, what is covered has been seen, and orders are counted once",
    arguments: 1...20 as ClosedRange<UInt64>)
  func law(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let all = (0..<60).map { _ in Int64(random.within(1...200)) }
    let ids = Set(all).sorted()
    var symbol = SymbolState.unseen
    var seen: Set<Int64> = []
    for _ in 0..<40 {
      let from = Int64(random.within(0...200))
      let limit = random.within(2...9)
      let page: [Int64]
      let query: String
      switch random.within(0...3) {
      case 0: (query, page) = ("limit=\(limit)", Array(ids.suffix(limit)))
      case 1:
        (query, page) = (
          "startTime=1&limit=\(limit)", Array(ids.filter { _ in random.oneIn(3) }.prefix(limit))
        )
      default:
        (query, page) = ("orderId=\(from)&limit=\(limit)", Array(ids.filter { $0 >= from }.prefix(limit)))
      }
      try symbol.feed(.allOrders, query, page.map { order($0) })
      seen.formUnion(page)
      #expect(ids.filter { symbol.orders.covers($0) } == seen.sorted(), "seed \(seed), \(query)")
      #expect(symbol.book.count == seen.count, "seed \(seed)")
    }
  }
}

@Suite("Orders that are not settled")
struct OrderBookTests {
  @Test("an order is settled by its end and its fills, in whatever order they come")
  func settled() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(.allOrders, "orderId=0&limit=1000", [order(1, "PARTIALLY_FILLED", executed: "0.5")])
    #expect(symbol.book.open == [1] && symbol.book.unbalanced == [1])
    try symbol.feed(.myTrades, "fromId=0&limit=1000", [trade(7, of: 1, "0.5"), trade(8, of: 2, "3")])
    #expect(symbol.book.open == [1] && symbol.book.unbalanced == [])
    try symbol.feed(
      .allOrders, "orderId=1&limit=1000", [order(1, executed: "0.50"), order(2, executed: "3.0")])
    #expect(symbol.book.entries.isEmpty && symbol.book.count == 2)
  }

  @Test("fills that do not add up are requested once")
  func unbalanced() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(.allOrders, "orderId=0&limit=1000", [order(1, executed: "2")])
    try symbol.feed(.myTrades, "fromId=0&limit=1000", [trade(7, of: 1)])
    #expect(symbol.book.unbalanced == [1] && symbol.book.entries[1]?.isRequested == false)
    try symbol.feed(.myTrades, "orderId=1", [trade(7, of: 1)])
    #expect(symbol.book.unbalanced == [1] && symbol.book.entries[1]?.isRequested == true)
    #expect(symbol.book.entries[1]?.traded == "1", "the same fill again adds nothing")
  }

  @Test("the anchor is the highest order with fills; the newest order shows whether it may vanish")
  func anchor() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(
      .allOrders, "orderId=0&limit=1000",
      [order(3, at: 30), order(4, "CANCELED", executed: "0.00", at: 40), order(2, at: 20)])
    #expect(symbol.book.anchor == 3)
    #expect(symbol.book.lastUpdate == 20 || symbol.book.lastUpdate == 40)
    try symbol.feed(.allOrders, "orderId=4&limit=1000", [order(4, "CANCELED", executed: "0.00", at: 40)])
    #expect(symbol.book.lastUpdate == 40 && !symbol.book.lastHasFills)
  }

  @Test("orders before one are counted, so that pages can be weighed")
  func ordersBefore() throws {
    var symbol = SymbolState.unseen
    try symbol.feed(
      .allOrders, "orderId=0&limit=1000", [order(1, "NEW", executed: "0"), order(2, "NEW", executed: "0")])
    #expect(symbol.book.entries[1]?.ordersBefore == 0 && symbol.book.entries[2]?.ordersBefore == 1)
  }
}

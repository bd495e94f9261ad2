import BinanceUS
import Testing

/// The exchange's rules of paging, each asserted here and nowhere else: what a response proves of the ids of a history.
@Suite("What a page of a history proves")
struct HistoryPageTests {
  /// A response, and what it proves.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let endpoint: Endpoint
    let query: String
    let ids: [Int64]
    var elements: Int?
    var span: ClosedRange<Int64>?
    var whole: ClosedRange<Int64>?
    var reached: ClosedRange<Int64>?
    var promise: HistoryPage.Promise?
    var lacksStart = false
    var showsNothing = false
    /// Whether it shows the end, where its own last record is the last one known.
    var showsEnd = false
    var testDescription: String { name }
  }

  private static let all = Int64.min...Int64.max

  static let cases = [
    Case(
      name: "fromId, short: what lies between its records, and no end but at the last record known",
      endpoint: .myTrades, query: "fromId=5&limit=10", ids: [5, 7, 9], span: 5...9, whole: 5...8,
      reached: 5...9,
      promise: .ids(5...(.max)), showsEnd: true),
    Case(
      name: "fromId, full: nothing of what follows",
      endpoint: .myTrades, query: "fromId=5&limit=3", ids: [5, 7, 9], span: 5...9, whole: 5...8,
      reached: 5...9,
      promise: .ids(5...8)),
    Case(
      name: "fromId=0: the beginning of what was requested is not a record of it",
      endpoint: .myTrades, query: "fromId=0&limit=10", ids: [4, 6], span: 4...6, whole: 4...5, reached: 0...6,
      promise: .ids(0...(.max)), showsEnd: true),
    Case(
      name: "no limit: 500 records are a full page", endpoint: .myTrades, query: "fromId=1",
      ids: Array(1...500), span: 1...500, whole: 1...499, reached: 1...500, promise: .ids(1...499)),
    Case(
      name: "a limit above 1000 is one of 1000", endpoint: .allOrders, query: "orderId=1&limit=5000",
      ids: Array(1...1000), span: 1...1000, whole: 1...999, reached: 1...1000, promise: .ids(1...999)),
    Case(
      name: "fullness counts what is not a record too", endpoint: .myTrades, query: "fromId=5&limit=3",
      ids: [5, 9],
      elements: 3, span: 5...9, whole: 5...8, reached: 5...9, promise: .ids(5...8)),
    Case(
      name: "empty: only that it was requested", endpoint: .myTrades, query: "fromId=0&limit=10", ids: [],
      reached: 0...0, promise: .ids(0...(.max)), showsNothing: true),
    Case(
      name: "hollow: empty where a record was to be", endpoint: .myTrades, query: "fromId=5&limit=10",
      ids: [],
      reached: 5...5, promise: .ids(5...(.max)), lacksStart: true),
    Case(
      name: "renamed: other records than the one it was to begin at", endpoint: .allOrders,
      query: "orderId=5&limit=10", ids: [6, 8], span: 6...8, whole: 6...7, reached: 5...8,
      promise: .ids(5...(.max)),
      lacksStart: true, showsEnd: true),
    Case(
      name: "records before the one requested prove nothing", endpoint: .myTrades,
      query: "fromId=5&limit=10",
      ids: [2, 5, 8], span: 5...8, whole: 5...7, reached: 5...8, promise: .ids(5...(.max)), showsEnd: true),
    Case(
      name: "a self trade at both ends: its other side may be outside, but not where the request began",
      endpoint: .myTrades, query: "fromId=5&limit=10", ids: [5, 5, 9, 9], span: 5...9, whole: 5...8,
      reached: 5...9,
      promise: .ids(5...(.max)), showsEnd: true),
    Case(
      name: "one id is an edge", endpoint: .myTrades, query: "fromId=5&limit=10", ids: [5], span: 5...5,
      reached: 5...5, promise: .ids(5...(.max)), showsEnd: true),
    Case(
      name: "no condition, short: the newest, and so all there is", endpoint: .myTrades, query: "",
      ids: [5, 7, 9],
      span: 5...9, whole: 6...8, reached: 5...9, promise: .ids(all), showsEnd: true),
    Case(
      name: "no condition, full: the newest, and a beginning that may be cut", endpoint: .allOrders,
      query: "limit=3", ids: [5, 7, 9], span: 5...9, whole: 6...8, reached: 5...9, promise: .ids(6...(.max)),
      showsEnd: true),
    Case(
      name: "no condition, empty: nothing at all", endpoint: .allOrders, query: "", ids: [],
      promise: .ids(all),
      showsNothing: true),
    Case(
      name: "startTime of trades: their times grow with their ids", endpoint: .myTrades,
      query: "startTime=50",
      ids: [5, 7, 9], span: 5...9, whole: 6...8, reached: 5...9),
    Case(
      name: "startTime of orders looks at the last update: nothing but its records", endpoint: .allOrders,
      query: "startTime=50&limit=1000", ids: [5, 7, 9]),
    Case(
      name: "and makes the exchange ignore orderId", endpoint: .allOrders, query: "orderId=5&endTime=50",
      ids: [5, 7, 9]),
    Case(
      name: "the trades of an order", endpoint: .myTrades, query: "orderId=3", ids: [5, 7],
      promise: .ofOrder(3, ids: all)),
    Case(
      name: "the trades of an order from an id on", endpoint: .myTrades, query: "orderId=3&fromId=6",
      ids: [7],
      promise: .ofOrder(3, ids: 6...(.max))),
    Case(name: "the trades of an order, full", endpoint: .myTrades, query: "orderId=3&limit=2", ids: [5, 7]),
    Case(name: "one order by itself", endpoint: .order, query: "orderId=3", ids: [3]),
    Case(name: "limit=1 only looks", endpoint: .myTrades, query: "fromId=5&limit=1", ids: [7]),
    Case(name: "limit=1 only looks, and finds nothing", endpoint: .allOrders, query: "limit=1", ids: []),
    Case(
      name: "a parameter that is not known may select anything", endpoint: .myTrades,
      query: "fromId=5&side=BUY",
      ids: [5, 7]),
  ]

  @Test("is decided by its request and its records", arguments: cases)
  func proof(example: Case) throws {
    let separator = example.query.isEmpty ? "" : "&"
    let query = CanonicalQuery("symbol=AB\(separator)\(example.query)")
    let request = try #require(HistoryRequest(example.endpoint, query))
    let page = HistoryPage(request, ids: example.ids, elements: example.elements)
    #expect(page.span == example.span)
    #expect(page.whole == example.whole)
    #expect(page.reached == example.reached)
    #expect(page.promise == example.promise)
    #expect(page.lacksStart == example.lacksStart)
    #expect(page.showsNothing == example.showsNothing)
    #expect(page.showsEnd(after: example.ids.max()) == example.showsEnd)
    #expect(!page.showsEnd(after: 1_000_000) || request.selection == .newest)
  }

  @Test("reaches the ends of numbers without trapping", arguments: [Int64.min, -1, 0, .max])
  func ends(id: Int64) {
    for request in [
      HistoryRequest.page(of: .trades, of: "AB", from: 0), .page(of: .trades, of: "AB", from: .max),
      .page(of: .trades, of: "AB", since: 0),
    ] {
      for ids in [[id], [id, id], [id, 5], [.min, id, .max]] {
        for elements in [ids.count, 1000] {
          let page = HistoryPage(request, ids: ids, elements: elements)
          _ = (page.span, page.whole, page.reached, page.promise)
          var history = HistoryState()
          _ = history.judge(page, run: "a")
          history.take(page, run: "a")
          #expect(ids.allSatisfy { history.covers($0) })
          #expect(history.wholeRanges(end: history.last).allSatisfy { $0.lowerBound <= $0.upperBound })
        }
      }
    }
  }
}

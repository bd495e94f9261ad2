import BinanceUS
import Testing

@Suite("Requests for records of a history")
struct HistoryRequestTests {
  /// A request as it was sent, what it selects, and how many records its response can hold.
  struct Case: Sendable, CustomTestStringConvertible {
    let endpoint: Endpoint
    let query: String
    let selection: HistoryRequest.Selection
    let capacity: Int64
    var testDescription: String { "\(endpoint) \(query)" }

    init(
      _ endpoint: Endpoint, _ query: String, _ selection: HistoryRequest.Selection, _ capacity: Int64 = 500
    ) {
      (self.endpoint, self.query, self.selection, self.capacity) = (endpoint, query, selection, capacity)
    }
  }

  @Test(
    "select what the exchange's rules say",
    arguments: [
      Case(.myTrades, "", .newest), Case(.allOrders, "limit=7", .newest, 7),
      Case(.myTrades, "fromId=5", .from(5)), Case(.allOrders, "orderId=5&limit=1000", .from(5), 1000),
      Case(.myTrades, "fromId=0&limit=5000", .from(0), 1000),
      Case(.myTrades, "orderId=5", .ofOrder(5, from: nil)),
      Case(.myTrades, "orderId=5&fromId=7", .ofOrder(5, from: 7)),
      Case(.myTrades, "startTime=5", .window(start: 5, end: nil)),
      Case(.allOrders, "endTime=9", .window(start: nil, end: 9)),
      Case(.allOrders, "startTime=5&endTime=9&orderId=7", .window(start: 5, end: 9)),
      Case(.myTrades, "startTime=5&fromId=7", .window(start: 5, end: nil)),
      Case(.order, "orderId=5", .single(order: 5, clientOrder: nil)),
      Case(.order, "origClientOrderId=a%26b", .single(order: nil, clientOrder: "a&b")),
      Case(.order, "", .unclear("it names no order")),
      Case(.myTrades, "fromId=x", .unclear("fromId is not a number")),
      Case(.myTrades, "fromId=-1", .unclear("fromId is not a number")),
      Case(.allOrders, "fromId=1", .unclear("it knows nothing of fromId")),
      Case(.allOrders, "limit=1&limit=2", .unclear("limit appears twice"), 1),
      Case(.myTrades, "limit=0", .unclear("limit is not from 1 to 1000"), 0),
      Case(.myTrades, "orderId=1&startTime=5", .unclear("the exchange takes no time together with orderId")),
      Case(.order, "orderId=5&limit=3", .unclear("it knows nothing of limit")),
    ])
  func selection(example: Case) throws {
    let separator = example.query.isEmpty ? "" : "&"
    let query = CanonicalQuery("symbol=AB\(separator)\(example.query)&timestamp=1&signature=f")
    let request = try #require(HistoryRequest(example.endpoint, query))
    #expect(request.symbol == "AB" && request.history == (example.endpoint == .myTrades ? .trades : .orders))
    #expect(request.selection == example.selection)
    #expect(request.capacity == example.capacity)
  }

  @Test("are not read without a symbol, or of another endpoint")
  func none() {
    #expect(HistoryRequest(.myTrades, CanonicalQuery("fromId=1")) == nil)
    #expect(HistoryRequest(.myTrades, CanonicalQuery("symbol=&fromId=1")) == nil)
    #expect(HistoryRequest(.account, CanonicalQuery("symbol=AB")) == nil)
    #expect(HistoryRequest(nil, CanonicalQuery("symbol=AB")) == nil)
  }

  @Test(
    "that are made are read back as they were meant",
    arguments: [
      HistoryRequest.page(of: .trades, of: "A&B", from: 7), .page(of: .orders, of: "AB", from: 0),
      .page(of: .orders, of: "AB", since: 9), .probe(of: .trades, of: "AB", for: 4),
      .trades(ofOrder: 3, of: "AB"), .single(order: 8, of: "AB"),
    ])
  func roundTrip(request: HistoryRequest) {
    #expect(HistoryRequest(request.endpoint, CanonicalQuery(parameters: request.parameters)) == request)
  }
}

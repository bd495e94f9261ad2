/// A history of a symbol that the exchange pages by a growing id.
public enum SymbolHistory: String, Sendable, Hashable, CaseIterable {
  case trades, orders

  /// The history that an endpoint responds with; nil for any other endpoint.
  public init?(_ endpoint: Endpoint?) {
    switch endpoint {
    case .some(.myTrades): self = .trades
    case .some(.allOrders), .some(.order): self = .orders
    default: return nil
    }
  }

  /// The endpoint that pages it.
  public var endpoint: Endpoint { self == .trades ? .myTrades : .allOrders }

  /// The field of a record that holds its id.
  public var idField: String { self == .trades ? "id" : "orderId" }

  /// The parameter that names the id to begin at.
  public var idParameter: String { self == .trades ? "fromId" : "orderId" }
}

/// A request for records of a symbol's history: which records it selects, by the exchange's own rules.
///
/// It is the one place that reads the parameters of `myTrades`, `allOrders` and `order`. What the
/// response proves is decided in ``HistoryPage``.
/// Source: docs/binance-us-api.md, sections 1.6 and 1.7.
public struct HistoryRequest: Sendable, Hashable {
  /// Which records a request selects.
  public enum Selection: Sendable, Hashable {
    /// No condition: the newest records.
    case newest
    /// Records from an id on, that id included.
    case from(Int64)
    /// The trades of one order, from a trade's id on where one is named.
    case ofOrder(Int64, from: Int64?)
    /// Records of a window of time, in milliseconds, both ends included: of trades by the time of the trade, of orders
    /// by the time of their last update, whatever `orderId` is.
    case window(start: Int64?, end: Int64?)
    /// One order by itself, by the exchange's id or by the client's.
    case single(order: Int64?, clientOrder: String?)
    /// It cannot be known which: the exchange would refuse the request, or it has a parameter that is not known here.
    /// The text is the end of a sentence.
    case unclear(String)
  }

  public let history: SymbolHistory
  public let symbol: String
  public let selection: Selection
  /// The size of page that was named.
  public let limit: Int64?

  /// The most records that the exchange puts into a page, and how many where no limit is named.
  public static let (mostRecords, usualRecords): (Int64, Int64) = (1000, 500)

  private init(_ history: SymbolHistory, _ symbol: String, _ selection: Selection, limit: Int64?) {
    (self.history, self.symbol, self.selection, self.limit) = (history, symbol, selection, limit)
  }

  /// How many records the response can hold.
  public var capacity: Int64 { min(limit ?? Self.usualRecords, Self.mostRecords) }

  /// Whether it only checks that a record is there, so that the response proves nothing about the history.
  public var isProbe: Bool {
    if case .single = selection { return false }
    return limit == 1
  }

  /// The id that the response begins at; nil where the request names none.
  public var start: Int64? { if case .from(let id) = selection { id } else { nil } }
}

extension HistoryRequest {
  /// The next page of a walk.
  public static func page(of history: SymbolHistory, of symbol: String, from id: Int64) -> HistoryRequest {
    HistoryRequest(history, symbol, .from(id), limit: mostRecords)
  }

  /// The records since a time in milliseconds.
  public static func page(of history: SymbolHistory, of symbol: String, since start: Int64) -> HistoryRequest
  {
    HistoryRequest(history, symbol, .window(start: start, end: nil), limit: mostRecords)
  }

  /// A check that a record is there.
  public static func probe(of history: SymbolHistory, of symbol: String, for id: Int64) -> HistoryRequest {
    HistoryRequest(history, symbol, .from(id), limit: 1)
  }

  /// The trades of an order.
  public static func trades(ofOrder order: Int64, of symbol: String) -> HistoryRequest {
    HistoryRequest(.trades, symbol, .ofOrder(order, from: nil), limit: nil)
  }

  /// One order.
  public static func single(order: Int64, of symbol: String) -> HistoryRequest {
    HistoryRequest(.orders, symbol, .single(order: order, clientOrder: nil), limit: nil)
  }

  /// The endpoint that is requested.
  public var endpoint: Endpoint { if case .single = selection { .order } else { history.endpoint } }

  /// The parameters to send, without those that sign them.
  public var parameters: [(name: String, value: String)] {
    var parameters = [(name: "symbol", value: symbol)]
    func add(_ name: String, _ value: Int64?) {
      if let value { parameters.append((name, "\(value)")) }
    }
    switch selection {
    case .newest, .unclear: break
    case .from(let id): add(history.idParameter, id)
    case .ofOrder(let order, let from):
      add("orderId", order)
      add("fromId", from)
    case .window(let start, let end):
      add("startTime", start)
      add("endTime", end)
    case .single(let order, let client):
      add("orderId", order)
      if let client { parameters.append(("origClientOrderId", client)) }
    }
    add("limit", limit)
    return parameters
  }
}

extension HistoryRequest {
  /// Reads a request that was sent; nil where its endpoint has no history of a symbol, or it names none.
  public init?(_ endpoint: Endpoint?, _ query: CanonicalQuery) {
    guard let history = SymbolHistory(endpoint), let symbol = query.symbol, !symbol.isEmpty else {
      return nil
    }
    var reader = ParameterReader(query)
    let limit = endpoint == .order ? nil : reader.integer("limit")
    let selection =
      endpoint == .order
      ? Self.single(&reader) : history == .trades ? Self.trades(&reader) : Self.orders(&reader)
    if let limit, limit < 1 { reader.refuse("limit is not from 1 to \(Self.mostRecords)") }
    self.init(history, symbol, reader.problem.map { .unclear($0) } ?? selection, limit: limit)
  }

  private static func single(_ reader: inout ParameterReader) -> Selection {
    let (order, client) = (reader.integer("orderId"), reader.text("origClientOrderId"))
    if order == nil, client == nil { reader.refuse("it names no order") }
    return .single(order: order, clientOrder: client)
  }

  /// Until 2022-11-28 the exchange took `fromId` together with a time; the window is what was selected then.
  private static func trades(_ reader: inout ParameterReader) -> Selection {
    let (from, order) = (reader.integer("fromId"), reader.integer("orderId"))
    let (start, end) = (reader.integer("startTime"), reader.integer("endTime"))
    if start != nil || end != nil {
      if order != nil { reader.refuse("the exchange takes no time together with orderId") }
      return .window(start: start, end: end)
    }
    if let order { return .ofOrder(order, from: from) }
    return from.map { .from($0) } ?? .newest
  }

  private static func orders(_ reader: inout ParameterReader) -> Selection {
    let from = reader.integer("orderId")
    let (start, end) = (reader.integer("startTime"), reader.integer("endTime"))
    if start != nil || end != nil { return .window(start: start, end: end) }
    return from.map { .from($0) } ?? .newest
  }
}

/// Takes the parameters of a query by name, and notes the first reason why it cannot be understood.
private struct ParameterReader {
  private var rest: [(name: String, value: String)]
  private var refusal: String?

  init(_ query: CanonicalQuery) {
    rest = query.parameters.map { (Percent.decoded($0.name), Percent.decoded($0.value)) }
    _ = text("symbol")
  }

  /// Why the request is unclear; read once every known parameter was taken.
  var problem: String? {
    guard refusal == nil, let other = rest.first else { return refusal }
    return "it knows nothing of \(other.name)"
  }

  mutating func refuse(_ reason: String) { refusal = refusal ?? reason }

  mutating func text(_ name: String) -> String? {
    let found = rest.filter { $0.name == name }
    rest.removeAll { $0.name == name }
    if found.count > 1 { refuse("\(name) appears twice") }
    return found.first?.value
  }

  /// A number of decimal digits.
  mutating func integer(_ name: String) -> Int64? {
    guard let text = text(name) else { return nil }
    if let number = Int64(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return number }
    refuse("\(name) is not a number")
    return nil
  }
}

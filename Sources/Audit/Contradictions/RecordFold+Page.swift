import BinanceUS
import EventLog
import JSONView

extension RecordFold {
  /// A good answer of myTrades, allOrders or order: its request and its records.
  struct Page {
    let header: EventHeader
    let query: CanonicalQuery
    let endpoint: Endpoint
    let symbol: String
    let rows: [JSONValue]

    var idField: String { isTrades ? "id" : "orderId" }
    var isTrades: Bool { endpoint == .myTrades }

    /// Reads an answer; nil where it is none of these, or no list of records.
    init?(_ header: EventHeader, _ value: JSONValue) {
      guard let endpoint = Endpoint(path: header.endpoint),
        [.myTrades, .allOrders, .order].contains(endpoint)
      else { return nil }
      let query = CanonicalQuery(header.query)
      guard let symbol = query.symbol, let rows = value.elements ?? (endpoint == .order ? [value] : nil)
      else {
        return nil
      }
      (self.header, self.query, self.endpoint, self.symbol, self.rows) = (
        header, query, endpoint, symbol, rows
      )
    }

    init?(_ header: EventHeader, _ body: BodyBuffer) {
      guard let value = Page.value(of: body) else { return nil }
      self.init(header, value)
    }

    /// The JSON of a body; nil where it is none.
    static func value(of body: BodyBuffer) -> JSONValue? {
      do { return try JSONValue.parse(Array(body.bytes)) } catch { return nil }
    }
  }
}

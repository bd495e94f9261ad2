import BinanceUS
import EventModel
import JSONView

extension RecordFold {
  /// A page of a history with the event that it came in.
  struct Page {
    let header: EventHeader
    let response: HistoryResponse

    var page: HistoryPage { response.page }
    var rows: [JSONValue] { response.rows }
    var symbol: String { response.request.symbol }
    var isTrades: Bool { response.request.history == .trades }

    /// Reads an event; nil where it is not a page.
    init?(_ header: EventHeader, _ value: JSONValue) {
      guard let response = HistoryResponse(header, value) else { return nil }
      (self.header, self.response) = (header, response)
    }

    init?(_ header: EventHeader, _ body: BodyBuffer) {
      guard let value = body.json else { return nil }
      self.init(header, value)
    }

    /// What names a record of it; nil where the record has no id.
    func key(of row: JSONValue) -> RecordKey? {
      row[response.request.history.idField]?.int64.map { id in
        RecordKey(id: id, of: isTrades ? row["orderId"]?.int64 ?? 0 : 0)
      }
    }
  }
}

import BinanceUS
import EventModel
import Interchange
import JSONView

/// One exported line of an archive, which a test may alter before it is imported again.
struct RecordedLine {
  /// Says which line it is, also after others were put in or taken away.
  let number: Int
  var header: EventHeader { didSet { text = nil } }
  var body: [UInt8] {
    didSet {
      rows = RecordedLine.rows(of: body)
      header.bodyBytes = UInt64(body.count)
      header.bodyDigest = body.withUnsafeBytes { Digest.sha256($0) }
    }
  }
  /// The records of a list; empty where the response is not a list.
  private(set) var rows: [JSONValue]
  /// As it was exported; nil where it is another now.
  private var text: [UInt8]?

  var endpoint: String { header.endpoint }
  var run: RunID { header.run }
  var query: CanonicalQuery { CanonicalQuery(header.query) }
  var symbol: String { query.symbol ?? "" }
  var isTrades: Bool { endpoint == Endpoint.myTrades.path }
  /// The member that names a record of a history.
  var idField: String { isTrades ? "id" : "orderId" }
  /// A page that has no room for more, so that one record less makes it another claim.
  var isFull: Bool { rows.count >= 1000 }

  init(number: Int, header: EventHeader, body: [UInt8]) {
    (self.number, self.header, self.body) = (number, header, body)
    rows = RecordedLine.rows(of: body)
    text = exported()
  }

  /// The line that is imported.
  var line: [UInt8] { text ?? exported() }

  private func exported() -> [UInt8] {
    var text: [UInt8] = []
    body.withUnsafeBytes { EventLine.append(header, body: $0, to: &text) }
    return text
  }

  private static func rows(of body: [UInt8]) -> [JSONValue] {
    do { return try JSONValue.parse(body).elements ?? [] } catch { return [] }
  }

  /// The place of a record.
  func row(_ id: RecordID) -> Int? { rows.firstIndex { RecordID($0, idField) == id } }
}

/// What makes a trade or an order one and the same in several responses: both sides of a self trade
/// share an id.
struct RecordID: Hashable {
  let id: Int64
  let order: Int64

  init?(_ row: JSONValue, _ field: String) {
    guard let id = row[field]?.int64, let order = row["orderId"]?.int64 else { return nil }
    (self.id, self.order) = (id, order)
  }
}

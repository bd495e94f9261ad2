import BinanceUS
import JSONView

/// The records of one response about a history, as they lie in its body.
struct ScannedPage {
  var records: [HistoryRecord] = []
  /// How many elements the response has, also those that are no record: such a one costs its own
  /// place and no other, as it does in a table.
  var elements = 0

  /// Something in it can be read, or there is nothing in it.
  var isReadable: Bool { elements == 0 || !records.isEmpty }

  /// What it proves as the response to a request.
  func page(of request: HistoryRequest) -> HistoryPage {
    HistoryPage(request, ids: records.map(\.id), elements: elements)
  }
}

/// Finds the records in the pages of a history.
struct HistoryScanner: ~Copyable {
  private var trades = RowScanner(fields: ["id", "orderId", "time"], shape: .array)
  private var orders = RowScanner(
    fields: ["orderId", "updateTime", "time", "clientOrderId"], shape: .arrayOrObject)

  /// The page that a body is; nil where it is none.
  mutating func page(
    _ history: SymbolHistory, in body: UnsafeRawBufferPointer, event: UInt64
  ) -> ScannedPage? {
    do {
      switch history {
      case .trades: return try Self.scan(&trades, body) { Self.trade($0, $1, body, event) }
      case .orders: return try Self.scan(&orders, body) { Self.order($0, $1, body, event) }
      }
    } catch {
      return nil
    }
  }

  private static func scan(
    _ scanner: inout RowScanner, _ body: UnsafeRawBufferPointer,
    _ record: (UnsafeBufferPointer<JSONCell>, Range<Int>) -> HistoryRecord?
  ) throws(JSONError) -> ScannedPage {
    var page = ScannedPage()
    try scanner.begin(body)
    while true {
      switch try scanner.next() {
      case .end: return page
      case .notAnObject: page.elements += 1
      case .record:
        page.elements += 1
        if let found = record(scanner.cells, scanner.recordRange) { page.records.append(found) }
      }
    }
  }

  private static func trade(
    _ cells: UnsafeBufferPointer<JSONCell>, _ range: Range<Int>, _ body: UnsafeRawBufferPointer,
    _ event: UInt64
  ) -> HistoryRecord? {
    guard let id = integer(cells[0], body), let order = integer(cells[1], body),
      let time = integer(cells[2], body)
    else { return nil }
    return HistoryRecord(
      id: id, order: order, time: time, clientOrder: "", event: event, bytes: ArraySlice(body[range]))
  }

  private static func order(
    _ cells: UnsafeBufferPointer<JSONCell>, _ range: Range<Int>, _ body: UnsafeRawBufferPointer,
    _ event: UInt64
  ) -> HistoryRecord? {
    guard let id = integer(cells[0], body), let time = integer(cells[1], body) ?? integer(cells[2], body)
    else { return nil }
    let name = cells[3].kind == .string ? String(decoding: body[cells[3].range], as: UTF8.self) : ""
    return HistoryRecord(
      id: id, order: id, time: time, clientOrder: name, event: event, bytes: ArraySlice(body[range]))
  }

  private static func integer(_ cell: JSONCell, _ body: UnsafeRawBufferPointer) -> Int64? {
    guard cell.kind == .number else { return nil }
    return Int64(String(decoding: body[cell.range], as: UTF8.self))
  }
}

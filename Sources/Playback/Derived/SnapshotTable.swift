import EventModel
import JSONView

/// A whole response about every symbol, with the place of each symbol's record in it.
struct SnapshotTable: Sendable {
  /// The event it is.
  let event: UInt64
  let body: [UInt8]
  /// In the response's order.
  private let records: [(symbol: String, range: Range<Int>)]
  private let index: [String: Int]
  /// The array of records with its brackets; nil where it is the whole body.
  private let array: Range<Int>?

  /// Nil where the body is not wholly made of records with a symbol.
  init?(_ body: BodyBuffer, event: UInt64, shape: RowScanner.Shape) {
    self.event = event
    var scanner = RowScanner(fields: ["symbol"], shape: shape)
    var records: [(symbol: String, range: Range<Int>)] = []
    let isRead = body.withBytes { bytes -> Bool in
      do {
        try scanner.begin(bytes)
        while true {
          switch try scanner.next() {
          case .end: return true
          case .notAnObject: return false
          case .record:
            guard scanner.cells[0].kind == .string else { return false }
            let symbol = String(decoding: bytes[scanner.cells[0].range], as: UTF8.self)
            records.append((symbol, scanner.recordRange))
          }
        }
      } catch {
        return false
      }
    }
    guard isRead else { return nil }
    self.records = records
    self.body = body.withBytes { Array($0) }
    index = Dictionary(records.enumerated().map { ($1.symbol, $0) }) { first, _ in first }
    guard index.count == records.count else { return nil }
    guard case .member = shape else {
      array = nil
      return
    }
    guard let first = records.first?.range.lowerBound, let last = records.last?.range.upperBound,
      let open = self.body[..<first].lastIndex(of: UInt8(ascii: "[")),
      let close = self.body[last...].firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    array = open..<close + 1
  }

  /// The record of a symbol.
  func record(of symbol: String) -> ArraySlice<UInt8>? {
    index[symbol].map { body[records[$0].range] }
  }

  /// The records of some symbols, in the response's order, as an array; nil where one is missing.
  func array(of symbols: [String]) -> [UInt8]? {
    let places = symbols.compactMap { index[$0] }
    guard places.count == symbols.count else { return nil }
    return JSONArray.joining(places.sorted().map { body[records[$0].range] })
  }

  /// The response with nothing but some symbols in its array.
  func response(with symbols: [String]) -> [UInt8]? {
    guard let list = self.array(of: symbols) else { return nil }
    guard let array else { return list }
    return body[..<array.lowerBound] + list + body[array.upperBound...]
  }
}

/// Arrays put together from records as they were received.
enum JSONArray {
  static func joining(_ records: [ArraySlice<UInt8>]) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    bytes.reserveCapacity(records.reduce(2) { $0 + $1.count + 1 })
    for (place, record) in records.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += record
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }
}

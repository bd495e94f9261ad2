import BinanceUS
import JSONView
import SimulatedExchange

/// Walks a history as a sync does: symbol by symbol, each page from the id after the last one, until a page
/// is empty.
struct HistoryWalk: ~Copyable {
  let table: CorpusTable
  /// How many pages came full.
  private(set) var fullPages = 0
  private let cursorName: String
  private let idName: String
  private var symbols: ArraySlice<String>
  private var nextId: Int64 = 1
  private var scanner = ValueScanner()

  private init(_ table: CorpusTable, cursorName: String, idName: String, symbols: [String]) {
    self.table = table
    self.cursorName = cursorName
    self.idName = idName
    self.symbols = symbols[...]
  }

  /// A walk through the account's trades.
  static func trades(of symbols: [String]) -> HistoryWalk {
    HistoryWalk(.trade, cursorName: "fromId", idName: "id", symbols: symbols)
  }

  /// A walk through the account's orders.
  static func orders(of symbols: [String]) -> HistoryWalk {
    HistoryWalk(.order, cursorName: "orderId", idName: "orderId", symbols: symbols)
  }

  /// What to request next; nil at the end of the last symbol.
  var request: SimulatedRequest? {
    symbols.first.map { symbol in
      SimulatedRequest(
        path: table.endpoint.path,
        query: [
          (cursorName, "\(nextId)"), ("limit", "\(CorpusParameters.pageRows)"), ("symbol", symbol),
        ])
    }
  }

  /// Moves on by the response to `request`.
  mutating func advance(past page: [UInt8]) throws(BenchError) {
    let rows = try self.rows(of: page)
    guard let last = rows.last else {
      symbols = symbols.dropFirst()
      nextId = 1
      return
    }
    guard let id = last[idName]?.numberText.flatMap({ Int64($0) }) else {
      throw refusal("the last row has no \(idName)")
    }
    nextId = id + 1
    if rows.count == CorpusParameters.pageRows { fullPages += 1 }
  }

  private mutating func rows(of page: [UInt8]) throws(BenchError) -> [JSONValue] {
    do {
      let value = try page.withUnsafeBytes { (bytes) throws(JSONError) in try scanner.scan(bytes) }
      if let rows = value.elements { return rows }
    } catch {
      throw refusal("\(error)")
    }
    throw refusal("the page is no array")
  }

  private func refusal(_ reason: String) -> BenchError {
    .response(
      path: table.endpoint.path, query: "symbol=\(symbols.first ?? "")&\(cursorName)=\(nextId)",
      reason: reason)
  }
}

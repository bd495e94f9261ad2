import BinanceUS
import JSONView

/// A request for one symbol, or some, out of an answer that tells of all.
/// Source: fact sheet of the API, sections 1.2 and 1.3.
struct SnapshotQuestion: Sendable, Hashable {
  /// The request whose answer tells of all symbols.
  let whole: AskedRequest
  private let symbols: [String]
  /// One symbol asked as `symbol=` gets an object, not an array.
  private let isBare: Bool
  private let isInfo: Bool

  /// - Parameter endpoint: one of ``Derivation/ofSymbols``.
  init(_ request: AskedRequest, _ endpoint: Endpoint) throws(Underivable) {
    let parameters = request.parameters
    isInfo = endpoint == .exchangeInfo
    try parameters.require(only: ["symbol", "symbols"] + (endpoint == .ticker24h ? ["type"] : []))
    if let type = parameters["type"], type != "FULL" { throw Underivable("type is not FULL") }
    whole = AskedRequest(method: request.method, target: request.path)
    switch (parameters["symbol"], parameters["symbols"]) {
    case (let symbol?, nil):
      symbols = [symbol]
      isBare = !isInfo
    case (nil, let list?):
      symbols = try SnapshotQuestion.names(list)
      isBare = false
    case (nil, nil): throw Underivable("it asks for every symbol, and such an answer was not recorded")
    case (_?, _?): throw Underivable("it names both symbol and symbols")
    }
  }

  /// How the records lie in the whole answer.
  var shape: RowScanner.Shape { isInfo ? .member("symbols") : .array }

  func answer(from table: SnapshotTable) throws(Underivable) -> [UInt8] {
    let bytes = isBare ? table.record(of: symbols[0]).map(Array.init) : table.answer(with: symbols)
    guard let bytes else {
      throw Underivable("event \(table.event), which tells of every symbol, lacks one that is asked for")
    }
    return bytes
  }

  /// A JSON array of different names.
  private static func names(_ list: String) throws(Underivable) -> [String] {
    let refusal = Underivable("symbols is no JSON array of different names")
    let elements = JSONValue(json: Array(list.utf8))?.elements ?? []
    let names = elements.compactMap { $0.text }
    guard !names.isEmpty, names.count == elements.count, Set(names).count == names.count else {
      throw refusal
    }
    return names
  }
}

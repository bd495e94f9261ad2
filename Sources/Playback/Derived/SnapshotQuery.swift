import BinanceUS
import JSONView

/// A request for one symbol, or some, out of a response that holds all.
/// Source: docs/binance-us-api.md, sections 1.2 and 1.3.
struct SnapshotQuery: Sendable, Hashable {
  /// The request whose response holds all symbols.
  let whole: ClientRequest
  private let symbols: [String]
  /// One symbol requested as `symbol=` gets an object, not an array.
  private let isBare: Bool
  private let isInfo: Bool

  /// - Parameter endpoint: one of ``Derivation/ofSymbols``.
  init(_ request: ClientRequest, _ endpoint: Endpoint) throws(CannotDerive) {
    let parameters = request.parameters
    isInfo = endpoint == .exchangeInfo
    try parameters.require(only: ["symbol", "symbols"] + (endpoint == .ticker24h ? ["type"] : []))
    if let type = parameters["type"], type != "FULL" { throw CannotDerive("type is not FULL") }
    whole = ClientRequest(method: request.method, target: request.path)
    switch (parameters["symbol"], parameters["symbols"]) {
    case (let symbol?, nil):
      symbols = [symbol]
      isBare = !isInfo
    case (nil, let list?):
      symbols = try SnapshotQuery.names(list)
      isBare = false
    case (nil, nil): throw CannotDerive("it requests every symbol, and no such response was recorded")
    case (_?, _?): throw CannotDerive("it names both symbol and symbols")
    }
  }

  /// How the records lie in the whole response.
  var shape: RowScanner.Shape { isInfo ? .member("symbols") : .array }

  func response(from table: SnapshotTable) throws(CannotDerive) -> [UInt8] {
    let bytes = isBare ? table.record(of: symbols[0]).map(Array.init) : table.response(with: symbols)
    guard let bytes else {
      throw CannotDerive("event \(table.event), which holds every symbol, lacks one that is requested")
    }
    return bytes
  }

  /// A JSON array of different names.
  private static func names(_ list: String) throws(CannotDerive) -> [String] {
    let refusal = CannotDerive("symbols is not a JSON array of different names")
    let elements = JSONValue(json: Array(list.utf8))?.elements ?? []
    let names = elements.compactMap { $0.text }
    guard !names.isEmpty, names.count == elements.count, Set(names).count == names.count else {
      throw refusal
    }
    return names
  }
}

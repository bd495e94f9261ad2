/// Reads a query as the gateway does: unknown, doubled and empty parameters are refused.
struct QueryReader {
  private let pairs: [(name: String, value: String)]

  /// What every signed request may carry; the layer that checks signatures reads these.
  static let signing = ["timestamp", "recvWindow", "signature"]

  init(_ request: SimulatedRequest, reads known: [String], isSigned: Bool = false) throws(Refusal) {
    let readable = isSigned ? known + QueryReader.signing : known
    pairs = request.query
    if readable.isEmpty, !pairs.isEmpty {
      throw .coded(-1101, "Too many parameters; expected '0' and received '\(pairs.count)'.")
    }
    for (index, pair) in pairs.enumerated() {
      if pairs[..<index].contains(where: { $0.name == pair.name }) {
        throw .coded(-1101, "Duplicate values for a parameter detected.")
      }
      if pair.value.isEmpty { throw .coded(-1105, "Parameter '\(pair.name)' was empty.") }
    }
    let read = pairs.filter { readable.contains($0.name) }.count
    if read < pairs.count {
      throw .coded(
        -1104,
        "Not all sent parameters were read; read '\(read)' parameter(s) but was sent '\(pairs.count)'."
      )
    }
  }

  func has(_ name: String) -> Bool {
    text(name) != nil
  }

  func text(_ name: String) -> String? {
    pairs.first { $0.name == name }?.value
  }

  func integer(_ name: String) throws(Refusal) -> Int64? {
    guard let text = text(name) else { return nil }
    guard text.utf8.count <= 20, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int64(text)
    else { throw .illegal(name, range: "^[0-9]{1,20}$") }
    return number
  }

  func time(_ name: String) throws(Refusal) -> SimulatedTime? {
    try integer(name).map(SimulatedTime.init(milliseconds:))
  }

  func flag(_ name: String) throws(Refusal) -> Bool? {
    switch text(name) {
    case nil: return nil
    case "true": return true
    case "false": return false
    default: throw .illegal(name, range: "true|false")
    }
  }

  /// How many rows to return: 500 by default, never more than 1000.
  func limit() throws(Refusal) -> Int {
    guard let limit = try integer("limit") else { return 500 }
    guard limit > 0 else { throw .invalid("limit") }
    return Int(min(limit, 1000))
  }

  /// The market that the parameter `symbol` names.
  func instrument(in market: Market, at time: SimulatedTime) throws(Refusal) -> Instrument {
    guard let symbol = text("symbol") else { throw .missing("symbol") }
    return try QueryReader.instrument(symbol, in: market, at: time)
  }

  /// The markets that the JSON array in `symbols` names.
  func instruments(in market: Market, at time: SimulatedTime) throws(Refusal) -> [Instrument] {
    let range = "^\\[(\"[A-Z0-9-_.]{1,20}\"(,\"[A-Z0-9-_.]{1,20}\"){0,}){0,1}\\]$"
    guard let array = text("symbols"), array.hasPrefix("[\""), array.hasSuffix("\"]") else {
      throw .illegal("symbols", range: range)
    }
    var instruments: [Instrument] = []
    for part in array.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false) {
      guard part.utf8.count > 2, part.hasPrefix("\""), part.hasSuffix("\"") else {
        throw .illegal("symbols", range: range)
      }
      let symbol = String(part.dropFirst().dropLast())
      instruments.append(try QueryReader.instrument(symbol, in: market, at: time))
    }
    return instruments.sorted { $0.index < $1.index }
  }

  private static func instrument(
    _ symbol: String, in market: Market, at time: SimulatedTime
  ) throws(Refusal) -> Instrument {
    if let instrument = market.instrument(named: symbol, at: time) { return instrument }
    let isLegal = symbol.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || "-_.".utf8.contains(byte)
    }
    guard isLegal, (1...20).contains(symbol.utf8.count) else {
      throw .illegal("symbol", range: "^[A-Z0-9-_.]{1,20}$")
    }
    throw .invalidSymbol
  }
}

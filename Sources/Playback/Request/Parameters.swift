import BinanceUS

/// The parameters of a request, out of their percent-encoding, in the order of their names.
struct Parameters: Sendable, Hashable {
  let pairs: [Pair]

  struct Pair: Sendable, Hashable {
    let name: String
    let value: String
  }

  init(_ query: CanonicalQuery) {
    pairs = query.parameters.map {
      Pair(name: Percent.decoded($0.name), value: Percent.decoded($0.value))
    }
  }

  /// Whether the same is asked, in whatever order.
  func isSame(as other: Parameters) -> Bool {
    func sorted(_ pairs: [Pair]) -> [Pair] { pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) } }
    return sorted(pairs) == sorted(other.pairs)
  }

  /// The first value of a name.
  subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// Throws where a name is not among these, or stands twice.
  func require(only known: [String]) throws(Underivable) {
    for (index, pair) in pairs.enumerated() {
      guard known.contains(pair.name) else { throw Underivable("it knows nothing of \(pair.name)") }
      if pairs[..<index].contains(where: { $0.name == pair.name }) {
        throw Underivable("\(pair.name) stands twice")
      }
    }
  }

  /// A number of decimal digits; nil where the name is not there.
  func integer(_ name: String) throws(Underivable) -> Int64? {
    guard let text = self[name] else { return nil }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text) else {
      throw Underivable("\(name) is no number")
    }
    return number
  }

  /// The symbol; there must be one.
  func symbol() throws(Underivable) -> String {
    guard let symbol = self["symbol"], !symbol.isEmpty else { throw Underivable("it names no symbol") }
    return symbol
  }
}

/// Why an answer cannot be made from what is recorded, as the end of a sentence.
struct Underivable: Error, Hashable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

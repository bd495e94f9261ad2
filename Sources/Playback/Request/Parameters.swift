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

  /// Whether the same is requested, in whatever order.
  func isSame(as other: Parameters) -> Bool {
    func sorted(_ pairs: [Pair]) -> [Pair] { pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) } }
    return sorted(pairs) == sorted(other.pairs)
  }

  /// The first value of a name.
  subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// Throws where a name is not among these, or appears twice.
  func require(only known: [String]) throws(CannotDerive) {
    for (index, pair) in pairs.enumerated() {
      guard known.contains(pair.name) else { throw CannotDerive("it knows nothing of \(pair.name)") }
      if pairs[..<index].contains(where: { $0.name == pair.name }) {
        throw CannotDerive("\(pair.name) appears twice")
      }
    }
  }
}

/// Why a response cannot be made from what is recorded, as the end of a sentence.
struct CannotDerive: Error, Hashable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

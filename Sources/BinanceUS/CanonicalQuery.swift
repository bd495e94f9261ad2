import EventModel

/// A request's query in the one form under which the log keeps it: parameters sorted by name,
/// without those that differ at every attempt or that are secret (`timestamp`, `signature`,
/// `recvWindow`, and an API key).
///
/// Percent-encoding is left as it came, so the text stays what was sent to the exchange. The subscript and `symbol`
/// give decoded values, so that they compare with what records hold.
public struct CanonicalQuery: Sendable, Hashable, CustomStringConvertible {
  /// One parameter, both sides still percent-encoded.
  public struct Parameter: Sendable, Hashable {
    public let name: String
    public let value: String
  }

  /// Parameter names that never reach the log, in lower case: they are recognised in any spelling.
  public static let volatileNames: Set<String> = [
    "timestamp", "signature", "recvwindow", "apikey", "x-mbx-apikey",
  ]

  /// Sorted by name, then value.
  public let parameters: [Parameter]
  /// `name=value&name=value`, empty where there is no parameter.
  public let text: String

  public var description: String { text }

  /// Reads a raw query, with or without its leading `?`.
  public init(_ raw: String) {
    // The mark goes before any name, so that the order of parameters makes no difference.
    let parts = raw.pieces(at: "&").map { CanonicalQuery.withoutMarks($0) }.filter { !$0.isEmpty }
    let parsed = parts.map { part in
      let sides = part.pieces(at: "=", most: 2, keepingEmpty: true)
      return Parameter(name: String(sides[0]), value: sides.count == 2 ? String(sides[1]) : "")
    }
    parameters =
      parsed
      .filter { !CanonicalQuery.isVolatile($0.name) }
      .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    text = parameters.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  private static func withoutMarks(_ text: Substring) -> Substring {
    Substring(text.unicodeScalars.drop { $0 == "?" })
  }

  private static func isVolatile(_ name: String) -> Bool {
    volatileNames.contains(withoutMarks(Percent.decoded(name)[...]).lowercased())
  }

  /// The query of these parameters, encoded so that no name or value changes the others.
  public init(parameters: [(name: String, value: String)]) {
    self.init(
      parameters.map { "\(Percent.encoded($0.name))=\(Percent.encoded($0.value))" }.joined(separator: "&"))
  }

  /// The first value of a parameter, decoded.
  public subscript(name: String) -> String? {
    parameters.first { Percent.decoded($0.name) == name }.map { Percent.decoded($0.value) }
  }

  /// The symbol the request was about, if it was about one, as records spell it.
  public var symbol: String? { self["symbol"] }

  /// Whether a response to this request is a whole snapshot. A request for one symbol or asset, some symbols or some
  /// permissions gets a part.
  public var requestsEverything: Bool {
    ["symbol", "symbols", "permissions", "asset", "stakingAsset"].allSatisfy { self[$0] == nil }
  }
}

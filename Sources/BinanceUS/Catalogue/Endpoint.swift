/// One endpoint of the API, requested by GET, with everything that is known about it.
///
/// The log stores the path as the event's endpoint. What a path means is defined once, in `Endpoint+Catalogue.swift`;
/// what is fetched, redacted, counted, played back and printed follows from there.
public struct Endpoint: Sendable {
  /// What its responses add up to.
  public enum Nature: String, Sendable, Hashable {
    /// One state of the world: each whole response replaces the one before it.
    case snapshot
    /// A history of one symbol, walked by an id that grows; entries add up.
    case paged
    /// A history without such an id, shown through windows of time or by numbered pages; entries add up.
    case windowed
    /// One entry of a history, named by its id.
    case single
  }

  /// What of its responses is private. There is no default: an endpoint that does not declare it does not compile.
  public enum Exposure: Sendable, Hashable {
    /// Nothing: they are the same for every account.
    case `public`
    /// They are about the account.
    case sensitive(Sensitive)
  }

  /// Which part of a response about the account may not be shown.
  public enum Sensitive: Sendable, Hashable {
    /// The values of these fields, wherever they stand; the rest may be shown.
    case fields(Set<String>)
    /// All of it: no list of fields that can be shown exists yet.
    case everything
  }

  /// The way to request everything that there is.
  public enum Walk: Sendable, Hashable {
    /// None: one response holds all.
    case whole
    /// Symbol after symbol, page after page by id.
    case symbols
    /// Windows of time, each paged by `offset` in pages of `limit`; without a limit the exchange takes no size of page,
    /// and pages go on until one is empty.
    case windows(days: Int64, limit: Int?)
    /// One request over all time, which must name its ends.
    case span
    /// Pages by number until one is not full.
    case pages(limit: Int, parameter: String)
    /// Windows of time, each from its end back in pages of `limit`.
    case backward(days: Int64, limit: Int)
  }

  /// Whether `sync` fetches it.
  public enum Fetching: Sendable, Hashable {
    /// In every whole run; without it a run is not whole.
    case required(Walk)
    /// In every whole run, where the account has it; a refusal changes nothing.
    case optional(Walk)
    /// Where something else calls for it. The text states when.
    case asNeeded(String)
    /// Never. The text states why not.
    case never(String)
  }

  /// What a request is expected to cost, for planning; the exchange's own count corrects it.
  public struct Weight: Sendable, ExpressibleByIntegerLiteral {
    public let usual: Int
    /// What it costs where the request has this parameter.
    public let variations: [String: Int]

    public init(integerLiteral usual: Int) { self.init(usual, with: [:]) }

    init(_ usual: Int, with variations: [String: Int]) {
      (self.usual, self.variations) = (usual, variations)
    }
  }

  /// The path, for example `/api/v3/myTrades`.
  public let path: String
  /// A short name of its own, for example `myTrades`. Every command takes it where it takes the path.
  public let name: String
  /// What its responses are about, in a few words.
  public let about: String
  public let nature: Nature
  /// The name of the table that is made of its records, once a schema has one; several endpoints may share it.
  public let table: String?
  /// Whether the request is signed.
  public let isSigned: Bool
  public let exposure: Exposure
  public let weight: Weight
  public let fetching: Fetching

  init(
    _ path: String, name: String, about: String, nature: Nature, table: String? = nil, signed isSigned: Bool,
    exposure: Exposure, weight: Weight, fetching: Fetching
  ) {
    (self.path, self.name, self.about, self.nature, self.table) = (path, name, about, nature, table)
    (self.isSigned, self.exposure, self.weight, self.fetching) = (isSigned, exposure, weight, fetching)
  }
}

extension Endpoint: Hashable, CustomStringConvertible {
  public var description: String { path }

  public static func == (left: Endpoint, right: Endpoint) -> Bool { left.path == right.path }

  public func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

extension Endpoint {
  private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The endpoint with this path, or nil where the archive does not know it.
  public init?(path: String) {
    guard let known = Endpoint.byPath[path] else { return nil }
    self = known
  }

  /// The endpoint with this name or path, or nil where the archive does not know it.
  public init?(named text: String) {
    guard let known = Endpoint.byName[text] ?? Endpoint.byPath[text] else { return nil }
    self = known
  }

  /// Whether one of `names` means it: its name, its path, or the name of its table.
  public func isNamed(in names: Set<String>) -> Bool {
    names.contains(name) || names.contains(path) || table.map(names.contains) ?? false
  }

  /// Whether every account has it, so that a run without it is not whole.
  public var isRequired: Bool {
    switch fetching {
    case .required, .asNeeded: true
    case .optional, .never: false
    }
  }

  /// How every whole run of `sync` requests all of it; nil where none does.
  public var walk: Walk? {
    switch fetching {
    case .required(let walk), .optional(let walk): walk
    case .asNeeded, .never: nil
    }
  }

  /// What a request is expected to weigh.
  public func weight(of query: CanonicalQuery = CanonicalQuery("")) -> Int {
    weight.variations.first { query[$0.key] != nil }?.value ?? weight.usual
  }

  /// What every whole run of `sync` with credentials fetches.
  public static let fetched = all.filter { $0.walk != nil }

  /// The fields that are replaced in responses about the account before they are shown. A field that holds an amount
  /// in one endpoint counts as one in all.
  public static let sensitiveFields: Set<String> = all.reduce(into: []) { fields, endpoint in
    if case .sensitive(.fields(let names)) = endpoint.exposure { fields.formUnion(names) }
  }
}

extension Endpoint {
  /// Every endpoint that the archive knows, those most similar to `text` first.
  public static func nearest(to text: String) -> [Endpoint] {
    all.map { (endpoint: $0, distance: distance(from: text, to: $0)) }
      .sorted { ($0.distance, $0.endpoint.path) < ($1.distance, $1.endpoint.path) }.map(\.endpoint)
  }

  /// The endpoint that was probably meant; nil where none is similar.
  public static func likely(_ text: String) -> Endpoint? {
    guard let name = text.split(separator: "/").last, let first = nearest(to: text).first else { return nil }
    return distance(from: text, to: first) <= max(1, min(3, name.utf8.count / 3)) ? first : nil
  }

  /// How many letters must change; of a path, the end alone may be given.
  private static func distance(from text: String, to endpoint: Endpoint) -> Int {
    let given = Array(text.lowercased().utf8.prefix(200))
    let wordCount = text.split(separator: "/").count
    let end = endpoint.path.lowercased().split(separator: "/").suffix(wordCount).joined(separator: "/")
    let bare = text.lowercased().split(separator: "/").joined(separator: "/")
    return min(
      NameDistance.changes(given, Array(endpoint.path.lowercased().utf8)),
      NameDistance.changes(given, Array(endpoint.name.lowercased().utf8)),
      NameDistance.changes(Array(bare.utf8.prefix(200)), Array(end.utf8)))
  }
}

public import BinanceUS

/// What a column holds, and so how a JSON value becomes its cell.
public enum ColumnType: String, Sendable, Hashable {
  /// A JSON string, unescaped.
  case text
  /// A decimal, as the exact text the API sent. Never a number in the table, so that nothing
  /// rounds it.
  case decimal
  /// A decimal as text, with every digit that the API sent; an exponent is written out.
  case amount
  /// A 64-bit signed integer.
  case integer
  /// 0 or 1.
  case boolean
  /// Milliseconds since 1970 in the API, ISO-8601 UTC text with milliseconds in the table;
  /// -1 there means none and becomes NULL.
  case time
  /// A time in any of the API's forms (milliseconds or seconds since 1970, `2025-10-02 12:46:49` in UTC) as the same
  /// text. A number from 0 to below 10¹¹ is seconds: as milliseconds it would lie before 1973-03-03. -1 and an empty
  /// text become NULL.
  case instant
  /// A nested array or object, byte for byte as received.
  case json

  /// What a cell holds, for people: how the API writes it does not matter.
  public var words: String {
    switch self {
    case .amount: ColumnType.decimal.rawValue
    case .instant: ColumnType.time.rawValue
    default: rawValue
    }
  }

  /// Whether its text is a decimal number.
  public var isDecimal: Bool { self == .decimal || self == .amount }
}

/// One column of a table: the statement that makes the table, the scanner's field
/// list and the documentation all derive from it.
public struct Column: Sendable, Hashable {
  /// Where a cell's value comes from.
  public enum Source: Sendable, Hashable {
    /// A field of the record itself.
    case field(String)
    /// A field of the record that has one of these names.
    case eitherField(String, String)
    /// A field, with one of these names, of the object whose array the record stands in.
    case parent([String])
    /// A field of the record, else the one of the same name of the object whose array the record stands in.
    case inherited(String)
    /// A member of the object around the records.
    case envelope(String)
    /// A parameter of the request, which the records do not repeat.
    case parameter(String)
    /// What the request's endpoint says of the record.
    case endpoint(EndpointWords)
    /// What another column's value means, in words.
    case meaning(of: String, StatusWords)
    /// Computed by the projection; the text says how, for the documentation.
    case derived(String)
    /// The record's place, from 1, among those of its response that are equal in the rest of the table's identity, in the
    /// order of their bytes: two equal records in one response are two facts, the same record in another is the same.
    case occurrence
    /// The run that sent the request.
    case run
    /// The record's fields that no column of this schema takes, as one JSON object.
    case unclaimed
    /// The event the row came from.
    case eventSequence
    /// The record's place in that event, from 0.
    case eventRow
  }

  public let name: String
  public let type: ColumnType
  public let source: Source
  /// Of a column of the key, whether a record without it still becomes a row, in which the text is empty.
  public let mayLack: Bool

  public init(_ name: String, _ type: ColumnType, from source: Source, mayLack: Bool = false) {
    self.name = name
    self.type = type
    self.source = source
    self.mayLack = mayLack
    precondition(!mayLack || type == .text, "only a text can be empty")
  }

  /// A column that takes the field of its own name.
  public init(_ name: String, _ type: ColumnType, mayLack: Bool = false) {
    self.init(name, type, from: .field(name), mayLack: mayLack)
  }
}

extension Column.Source {
  /// The fields of a record that it takes; of several, a record may have one.
  var fields: [String] {
    switch self {
    case .field(let name), .inherited(let name): [name]
    case .eitherField(let name, let other): [name, other]
    default: []
    }
  }
}

/// What the endpoint of a request says of every record of its responses, such as the direction of a transfer.
public struct EndpointWords: Sendable, Hashable {
  public let words: [Endpoint: String]

  init(_ words: [Endpoint: String]) { self.words = words }

  /// What it says of each endpoint, for people.
  var list: String {
    words.sorted { $0.key.path < $1.key.path }.map { "`\($0.value)` of `\($0.key.path)`" }.joined(
      separator: ", ")
  }
}

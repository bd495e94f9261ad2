/// What a column holds, and so how a JSON value becomes its cell.
public enum ColumnType: String, Sendable, Hashable {
  /// A JSON string, unescaped.
  case text
  /// A decimal, as the exact text the API sent. Never a number in the table, so that nothing
  /// rounds it.
  case decimal
  /// A 64-bit signed integer.
  case integer
  /// 0 or 1.
  case boolean
  /// Milliseconds since 1970 in the API, ISO-8601 UTC text with milliseconds in the table;
  /// -1 there means none and becomes NULL.
  case time
  /// A nested array or object, byte for byte as received.
  case json
}

/// One column of a table: the statement that makes the table, the scanner's field
/// list and the documentation all derive from it.
public struct Column: Sendable, Hashable {
  /// Where a cell's value comes from.
  public enum Source: Sendable, Hashable {
    /// A field of the record itself.
    case field(String)
    /// A member of the object around the records.
    case envelope(String)
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

  public init(_ name: String, _ type: ColumnType, from source: Source) {
    self.name = name
    self.type = type
    self.source = source
  }

  /// A column that takes the field of its own name.
  public init(_ name: String, _ type: ColumnType) {
    self.init(name, type, from: .field(name))
  }
}

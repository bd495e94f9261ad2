/// The kind of a JSON value, as its first byte and its escapes show it.
public enum JSONKind: UInt8, Sendable, BitwiseCopyable {
  /// The record has no such field.
  case missing = 0
  case null
  case boolFalse
  case boolTrue
  case number
  /// A string whose bytes between the quotes are its text.
  case string
  /// A string with at least one backslash: see ``JSONText/unescape(_:into:)``.
  case escapedString
  case array
  case object
  /// The key appears more than once in the record; the cell's range is the first value's.
  case duplicate
}

extension JSONKind {
  /// Whether the value is written between quotes.
  public var isString: Bool { self == .string || self == .escapedString }

  /// The name of this kind in messages.
  public var name: String {
    switch self {
    case .missing: "nothing"
    case .null: "null"
    case .boolFalse, .boolTrue: "a boolean"
    case .number: "a number"
    case .string, .escapedString: "a string"
    case .array: "an array"
    case .object: "an object"
    case .duplicate: "a repeated key"
    }
  }
}

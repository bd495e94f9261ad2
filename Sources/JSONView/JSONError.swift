/// Why bytes were refused: where and by which rule, never with their content.
public enum JSONError: Error, Equatable, Sendable {
  /// The bytes are not JSON (RFC 8259), from `offset` on.
  case malformed(offset: Int, reason: Reason)
  /// The bytes may be JSON, but not of the expected shape.
  case unexpectedShape(expected: String, found: JSONKind, offset: Int)
  /// The member that holds the records appears twice.
  case repeatedMember(name: String, offset: Int)
  /// The document is larger than the 4 GiB that 32-bit offsets can address.
  case tooLong(bytes: Int)
  /// No memory for the index of a document of this size.
  case outOfMemory(bytes: Int)

  /// The rule that malformed bytes break.
  public enum Reason: String, Sendable {
    case empty = "there is no value"
    case byteOrderMark = "a byte order mark stands before the value"
    case invalidUTF8 = "the bytes are not UTF-8"
    case controlCharacter = "a control character stands unescaped in a string"
    case unclosedString = "a string is not closed"
    case badEscape = "a backslash does not start a valid escape"
    case badString = "a string does not end where the next token begins"
    case badScalar = "neither a string, a number, true, false nor null"
    case expectedKey = "expected a key in quotes"
    case expectedColon = "expected a colon after a key"
    case expectedValue = "expected a value"
    case expectedSeparator = "expected a comma or the closing bracket"
    case trailingBytes = "something follows the value"
    case tooDeep = "arrays and objects are nested deeper than 1024"
    case unindexed = "the bytes could not be indexed"
  }
}

extension JSONError {
  /// The byte at which the bytes were refused, if there is one.
  public var offset: Int? {
    switch self {
    case .malformed(let offset, _), .unexpectedShape(_, _, let offset), .repeatedMember(_, let offset):
      offset
    case .tooLong, .outOfMemory: nil
    }
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let offset, let reason):
      "not JSON at byte \(offset): \(reason.rawValue)"
    case .unexpectedShape(let expected, let found, let offset):
      "expected \(expected), found \(found.name) at byte \(offset)"
    case .repeatedMember(let name, let offset):
      "the member \(name) stands a second time at byte \(offset)"
    case .tooLong(let bytes):
      "a document of \(bytes) bytes passes the limit of 4 GiB; split it"
    case .outOfMemory(let bytes):
      "no memory to index a document of \(bytes) bytes"
    }
  }
}

public import Platform

/// A value of a small document: errors, accounts, configurations, a line of JSON lines.
///
/// The whole document is checked as ``RowScanner`` checks it. Arrays and objects are held as
/// such, in their order; strings and numbers are ranges of a shared copy of the bytes, converted
/// to text on demand. Numbers stay text: money never passes through binary floating point.
public struct JSONValue: Sendable {
  /// A member of an object.
  public struct Member: Sendable {
    /// The key, unescaped.
    public let key: String
    public let value: JSONValue
  }

  enum Content: Sendable {
    case scalar
    case array([JSONValue])
    case object([Member])
  }

  /// The kind of the value; never `missing` or `duplicate`.
  public let kind: JSONKind
  /// The bytes of the value in its document, a string's with its quotes.
  public let range: Range<Int>
  let content: Content
  let source: JSONSource

  /// The value of the first member with this key; nil if there is none or this is not an object.
  public subscript(key: String) -> JSONValue? {
    // As bytes: String treats two spellings of one accented letter as equal.
    members?.first { $0.key == key && $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The element at this place; nil if there is none or this is not an array.
  public subscript(index: Int) -> JSONValue? {
    guard let elements, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The members in their order, repeated keys included; nil if this is not an object.
  public var members: [Member]? {
    if case .object(let members) = content { members } else { nil }
  }

  /// The elements in their order; nil if this is not an array.
  public var elements: [JSONValue]? {
    if case .array(let elements) = content { elements } else { nil }
  }

  /// A key that appears more than once in this object; nil if none does.
  public var repeatedKey: String? {
    // As bytes: String treats two spellings of one accented letter as equal.
    var seen: Set<[UInt8]> = []
    return members?.first { !seen.insert(Array($0.key.utf8)).inserted }?.key
  }
}

extension JSONValue {
  /// The document; nil where it is not JSON. ``parse(_:)`` reports why.
  public init?(json bytes: [UInt8]) {
    do { self = try JSONValue.parse(bytes) } catch { return nil }
  }

  /// The text of a string, unescaped (a lone surrogate becomes U+FFFD); nil if this is not a string.
  public var text: String? {
    guard kind.isString else { return nil }
    return withContentBytes { content in
      guard kind == .escapedString else { return String(decoding: content, as: UTF8.self) }
      var bytes: [UInt8] = []
      JSONText.unescape(content, into: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Appends the UTF-8 text of a string; false, and nothing appended, if this is not a string.
  public func appendText(to output: inout [UInt8]) -> Bool {
    guard kind.isString else { return false }
    withContentBytes { content in
      if kind == .escapedString {
        JSONText.unescape(content, into: &output)
      } else {
        output.append(contentsOf: content)
      }
    }
    return true
  }

  /// A number as written; nil if this is not a number.
  public var numberText: String? { kind == .number ? rawText : nil }

  /// A number written as an integer that fits; nil for any other value (`1.0`, `1e3` and `"1"`
  /// among them).
  public var int64: Int64? { numberText.flatMap { Int64($0) } }

  /// A boolean; nil if this is not one.
  public var bool: Bool? {
    switch kind {
    case .boolTrue: true
    case .boolFalse: false
    default: nil
    }
  }

  /// Whether this is `null`.
  public var isNull: Bool { kind == .null }

  /// The value exactly as in the document.
  public var rawText: String { withRawBytes { String(decoding: $0, as: UTF8.self) } }

  /// Lends the value's bytes exactly as in the document.
  public func withRawBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(rebasing: source.unsafeBytes[range]))
  }

  /// The text of a string, out of its escapes, as bytes that leave no trace; nil if this is none.
  public var secretText: SecretBytes? {
    guard kind.isString else { return nil }
    return withContentBytes { content in
      SecretBytes(capacity: content.count) { JSONText.unescape(content, into: $0) }
    }
  }

  private func withContentBytes<Result: ~Copyable>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let inner = kind.isString ? range.lowerBound + 1..<range.upperBound - 1 : range
    return body(UnsafeRawBufferPointer(rebasing: source.unsafeBytes[inner]))
  }
}

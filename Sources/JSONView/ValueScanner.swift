public import Platform

/// Reads whole documents into ``JSONValue`` trees, one after the other.
///
/// For many documents (JSON lines): the index is reused. Each document is copied once.
///
/// Sendable unchecked: it is the only owner of its memory, and a scan needs it exclusively.
public struct ValueScanner: ~Copyable, @unchecked Sendable {
  private var structure = StructuralIndex()
  private let scratch = WalkScratch.allocate()

  /// A scanner without memory for an index yet.
  public init() {}

  deinit { scratch.free() }

  /// The value that these bytes are, whitespace around it allowed. They need no padding.
  public mutating func scan(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
    try scan(PaddedBytes(copying: bytes))
  }

  /// The value that these bytes are, whitespace around it allowed; keeps them.
  public mutating func scan(_ bytes: consuming PaddedBytes) throws(JSONError) -> JSONValue {
    try scan(JSONSource(bytes))
  }

  fileprivate mutating func scan(_ source: JSONSource) throws(JSONError) -> JSONValue {
    let bytes = source.unsafeBytes
    let token = try structure.index(bytes)
    guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else {
      throw .malformed(offset: 0, reason: .empty)
    }
    let text = StructuralText(bytes, base: base, scratch: scratch)
    var builder = ValueBuilder(text: text, source: source, token: token)
    let value = try builder.value(depth: 0)
    guard text.offset(builder.token) == text.count else {
      throw .malformed(offset: text.offset(builder.token), reason: .trailingBytes)
    }
    return value
  }
}

extension JSONValue {
  /// The value that these bytes are. See ``ValueScanner`` for many documents.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var scanner = ValueScanner()
    return try scanner.scan(PaddedBytes(bytes))
  }

  /// The value that these bytes are, which are read where they lie and overwritten when the last part of it ends. What
  /// ``text`` gives is a copy; ``secretText`` is for the secret.
  public static func parse(_ bytes: consuming SecretBytes) throws(JSONError) -> JSONValue {
    var scanner = ValueScanner()
    return try scanner.scan(JSONSource(bytes))
  }

  /// The value that this text is.
  public static func parse(_ text: String) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8))
  }
}

/// A member without a slot: a field of a record that the caller did not name, or a
/// member of the envelope around the records.
///
/// `bytes[key]` between quotes, a colon and `bytes[value.range]` make valid JSON again.
public struct UnknownField: Equatable, Sendable, BitwiseCopyable {
  /// Offset of the key's first byte after its opening quote.
  public var keyStart: UInt32
  /// Number of bytes between the key's quotes, escapes as written.
  public var keyLength: UInt32
  /// The whole value: a string with its quotes.
  public var value: JSONCell

  /// A member with its key between the quotes and its whole value.
  public init(keyStart: UInt32, keyLength: UInt32, value: JSONCell) {
    self.keyStart = keyStart
    self.keyLength = keyLength
    self.value = value
  }
}

extension UnknownField {
  /// The key's byte range between its quotes. It may hold escapes.
  public var keyRange: Range<Int> { Int(keyStart)..<Int(keyStart) + Int(keyLength) }
}

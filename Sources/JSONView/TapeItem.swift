/// One value of a document on a tape: a scalar, or an array or object whose content follows it.
public struct TapeItem: Sendable, BitwiseCopyable {
  /// Offset of the key's first byte after its opening quote; 0 for a value that is not a member.
  public var keyStart: UInt32
  /// Number of bytes between the key's quotes, escapes as written.
  public var keyLength: UInt32
  /// Offset of the value's first byte; of a string, after its opening quote.
  public var start: UInt32
  /// Number of bytes; of a string, those between its quotes.
  public var length: UInt32
  /// The place on the tape of what follows this value and its content.
  public var next: UInt32
  /// What the value is.
  public var kind: JSONKind
}

extension TapeItem {
  /// The byte range of the value, for slicing the scanned buffer.
  public var range: Range<Int> { Int(start)..<Int(start) + Int(length) }

  /// The byte range of the key.
  public var keyRange: Range<Int> { Int(keyStart)..<Int(keyStart) + Int(keyLength) }
}

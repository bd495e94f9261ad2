/// Where one value lies in the scanned bytes, and what it is.
///
/// In ``RowScanner/cells`` a string's range lies between its quotes; in an ``UnknownField``
/// the range always covers the whole value. An array or object reaches from its first to its
/// last bracket. A missing value has an empty range at 0.
public struct JSONCell: Equatable, Sendable, BitwiseCopyable {
  /// Offset of the first byte.
  public var start: UInt32
  /// Number of bytes.
  public var length: UInt32
  /// What the bytes are.
  public var kind: JSONKind

  /// A cell over `length` bytes from `start`.
  public init(start: UInt32, length: UInt32, kind: JSONKind) {
    self.start = start
    self.length = length
    self.kind = kind
  }
}

extension JSONCell {
  /// The cell of a field that the record does not have.
  public static var missing: JSONCell { JSONCell(start: 0, length: 0, kind: .missing) }

  /// The byte range, for slicing the scanned buffer.
  public var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
}

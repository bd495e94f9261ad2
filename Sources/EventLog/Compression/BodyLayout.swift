/// How one body is stored.
public struct BodyLayout: Sendable, Hashable {
  public let codec: BodyCodec
  /// The event whose body this one was compressed against, nil for a body that stands alone.
  public let base: UInt64?
  /// How many bodies must be decoded before this one.
  public let depth: Int
  /// The body's length.
  public let bodyBytes: UInt64
  /// The length of its record in the log.
  public let storedBytes: UInt64

  init(_ record: BodyRecord) {
    codec = record.codec
    base = record.base == 0 ? nil : record.base
    depth = Int(record.depth)
    bodyBytes = record.bodyBytes
    storedBytes = UInt64(BodyRecord.prefixBytes + record.frame.count)
  }
}

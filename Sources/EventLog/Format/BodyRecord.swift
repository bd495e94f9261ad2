import EventModel

/// How a stored body is encoded.
public enum BodyCodec: UInt8, Sendable, Hashable {
  /// The bytes themselves.
  case stored = 0
  /// A zstd frame of its own.
  case zstd = 1
  /// A zstd frame against the body of an earlier event.
  case zstdAgainstBase = 2
}

/// The prefix of a body record, which precedes the frame. Integers are big-endian.
///
///     offset size
///          0    1  codec
///          1    1  chain depth: how many bodies must be decoded before this one
///          2    8  base: the sequence of the body this one was compressed against, 0 for none
///         10    8  length of the body
///         18       the body itself (codec 0) or a zstd frame
struct BodyRecord {
  let codec: BodyCodec
  let depth: UInt8
  let base: UInt64
  let bodyBytes: UInt64
  let frame: UnsafeRawBufferPointer

  static let prefixBytes = 18
  /// The depth that no chain reaches.
  static let depthLimit = 48
  /// The largest body that the log accepts.
  static let maximumBodyBytes = 1 << 30

  /// Reads the record of event `sequence`.
  init(_ bytes: UnsafeRawBufferPointer, of sequence: UInt64) throws(FormatError) {
    var reader = ByteReader(bytes)
    let raw = try reader.integer(UInt8.self, "body codec")
    guard let codec = BodyCodec(rawValue: raw) else {
      throw FormatError(what: "its body codec \(raw) is unknown")
    }
    self.codec = codec
    depth = try reader.integer(UInt8.self, "body chain depth")
    base = try reader.integer(UInt64.self, "body base")
    bodyBytes = try reader.integer(UInt64.self, "body length")
    frame = try reader.take(bytes.count - Self.prefixBytes, "body frame")
    guard bodyBytes <= UInt64(Self.maximumBodyBytes) else {
      throw FormatError(what: "its body length is impossible")
    }
    if codec == .zstdAgainstBase {
      guard base > 0, base < sequence, depth > 0, depth < Self.depthLimit else {
        throw FormatError(what: "its body's base \(base) at depth \(depth) is impossible")
      }
    } else {
      guard base == 0, depth == 0 else { throw FormatError(what: "its body has a base but needs none") }
    }
    guard codec != .stored || frame.count == Int(clamping: bodyBytes) else {
      throw FormatError(what: "its stored body has another length than its record states")
    }
  }

  /// Writes the first `prefixBytes` of a record.
  static func writePrefix(
    codec: BodyCodec, depth: UInt8, base: UInt64, bodyBytes: Int, to bytes: UnsafeMutableRawBufferPointer
  ) {
    bytes.storeBytes(of: codec.rawValue, toByteOffset: 0, as: UInt8.self)
    bytes.storeBytes(of: depth, toByteOffset: 1, as: UInt8.self)
    bytes.storeBytes(of: base.bigEndian, toByteOffset: 2, as: UInt64.self)
    bytes.storeBytes(of: UInt64(bodyBytes).bigEndian, toByteOffset: 10, as: UInt64.self)
  }
}

/// How one body is stored.
public struct BodyLayout: Sendable, Hashable {
  public let codec: BodyCodec
  /// The event whose body this one was compressed against; nil for a frame of its own.
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

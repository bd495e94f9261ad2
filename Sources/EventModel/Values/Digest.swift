/// A SHA-256 digest.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
  /// The 32 bytes, inline, so that a digest costs no allocation.
  private let parts: (UInt64, UInt64, UInt64, UInt64)

  /// The digest that these 32 bytes are.
  public init(bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == Self.byteCount, "a SHA-256 digest has 32 bytes")
    parts = (
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    )
  }

  /// Reads 64 hexadecimal digits; nil for anything else.
  public init?(hex: String) {
    guard let bytes = Hexadecimal.bytes(of: hex, count: Self.byteCount) else { return nil }
    self = bytes.withUnsafeBytes(Digest.init(bytes:))
  }

  /// Reads 64 hexadecimal digits in place; nil for anything else.
  public init?(hex digits: UnsafeRawBufferPointer) {
    let read = withUnsafeTemporaryAllocation(byteCount: Self.byteCount, alignment: 8) { bytes -> Digest? in
      Hexadecimal.decode(digits, into: bytes) ? Digest(bytes: UnsafeRawBufferPointer(bytes)) : nil
    }
    guard let read else { return nil }
    self = read
  }

  /// The digest of `bytes`.
  public static func sha256(_ bytes: UnsafeRawBufferPointer) -> Digest {
    var hasher = DigestHasher()
    hasher.update(bytes)
    return hasher.finish()
  }

  /// The digest of one byte followed by `bytes`, which is how the tree distinguishes leaves from nodes.
  static func sha256(prefix: UInt8, _ bytes: UnsafeRawBufferPointer) -> Digest {
    var hasher = DigestHasher()
    withUnsafeBytes(of: prefix) { hasher.update($0) }
    hasher.update(bytes)
    return hasher.finish()
  }

  /// How many bytes a digest has.
  public static let byteCount = 32

  /// 64 lower-case hexadecimal digits.
  public var hex: String { withBytes(Hexadecimal.text(of:)) }

  public var description: String { hex }

  /// Lends the 32 bytes.
  public func withBytes<R>(_ use: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withUnsafeBytes(of: parts, use)
  }

  public static func == (left: Digest, right: Digest) -> Bool {
    left.parts == right.parts
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(parts.0)
    hasher.combine(parts.1)
  }
}

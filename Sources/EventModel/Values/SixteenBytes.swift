import Platform

/// Sixteen opaque bytes, inline: a salt, an archive id or a request key.
package struct SixteenBytes: Sendable, Hashable {
  private let parts: (UInt64, UInt64)

  package static let byteCount = 16

  package init(bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == Self.byteCount, "these values have 16 bytes")
    parts = (
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    )
  }

  package init?(hex: String) {
    guard let bytes = Hexadecimal.bytes(of: hex, count: Self.byteCount) else { return nil }
    self = bytes.withUnsafeBytes(SixteenBytes.init(bytes:))
  }

  package static func random() -> SixteenBytes {
    withUnsafeBytes(of: RandomSupply.pair(), SixteenBytes.init(bytes:))
  }

  package var hex: String { withBytes(Hexadecimal.text(of:)) }

  package func withBytes<R>(_ use: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withUnsafeBytes(of: parts, use)
  }

  package static func == (left: SixteenBytes, right: SixteenBytes) -> Bool {
    left.parts == right.parts
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(parts.0)
    hasher.combine(parts.1)
  }
}

/// The permanent identity of an archive, sixteen random bytes; a backup keeps them.
public struct ArchiveID: Sendable, Hashable, CustomStringConvertible {
  package let bytes: SixteenBytes

  package init(bytes: SixteenBytes) {
    self.bytes = bytes
  }

  /// Reads 32 hexadecimal digits; nil for anything else.
  public init?(hex: String) {
    guard let bytes = SixteenBytes(hex: hex) else { return nil }
    self.bytes = bytes
  }

  /// A fresh one from the system's random numbers.
  public static func random() -> ArchiveID { ArchiveID(bytes: .random()) }

  /// 32 lower-case hexadecimal digits.
  public var hex: String { bytes.hex }

  public var description: String { hex }
}

/// Sixteen random bytes in every header, so that a published leaf hash does not let its event be guessed.
public struct Salt: Sendable, Hashable, CustomStringConvertible {
  package let bytes: SixteenBytes

  package init(bytes: SixteenBytes) {
    self.bytes = bytes
  }

  /// Reads 32 hexadecimal digits; nil for anything else.
  public init?(hex: String) {
    guard let bytes = SixteenBytes(hex: hex) else { return nil }
    self.bytes = bytes
  }

  /// A placeholder where the salt does not matter.
  package static let none = Salt(
    bytes: [UInt8](repeating: 0, count: 16).withUnsafeBytes(SixteenBytes.init(bytes:)))

  /// A fresh one from the system's random numbers.
  public static func random() -> Salt { Salt(bytes: .random()) }

  /// 32 lower-case hexadecimal digits.
  public var hex: String { bytes.hex }

  public var description: String { hex }
}

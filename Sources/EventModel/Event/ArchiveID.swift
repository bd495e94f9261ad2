/// The sixteen random bytes that name an archive for life; a backup keeps them.
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

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

  /// Stands where no salt counts.
  package static let none = Salt(
    bytes: [UInt8](repeating: 0, count: 16).withUnsafeBytes(SixteenBytes.init(bytes:)))

  /// A fresh one from the system's random numbers.
  public static func random() -> Salt { Salt(bytes: .random()) }

  /// 32 lower-case hexadecimal digits.
  public var hex: String { bytes.hex }

  public var description: String { hex }
}

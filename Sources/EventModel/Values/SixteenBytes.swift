/// Sixteen opaque bytes, inline: what a salt, an archive id and a request key are made of.
package struct SixteenBytes: Sendable, Hashable {
  /// The bytes as they lie in memory.
  private let words: (UInt64, UInt64)

  package static let byteCount = 16

  package init(bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == Self.byteCount, "these values have 16 bytes")
    words = (
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    )
  }

  package init?(hex: String) {
    guard let bytes = Hexadecimal.bytes(of: hex, count: Self.byteCount) else { return nil }
    self = bytes.withUnsafeBytes(SixteenBytes.init(bytes:))
  }

  package static func random() -> SixteenBytes {
    var generator = SystemRandomNumberGenerator()
    return withUnsafeBytes(
      of: (generator.next() as UInt64, generator.next() as UInt64), SixteenBytes.init(bytes:))
  }

  package var hex: String { withBytes(Hexadecimal.text(of:)) }

  package func withBytes<R>(_ use: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withUnsafeBytes(of: words, use)
  }

  package static func == (left: SixteenBytes, right: SixteenBytes) -> Bool {
    left.words == right.words
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}

/// Writes big-endian integers and length-prefixed texts.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  mutating func integer(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func raw(_ source: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: source)
  }

  mutating func raw(_ source: some Sequence<UInt8>) {
    bytes.append(contentsOf: source)
  }

  /// A 16-bit length and the text's UTF-8, which must be that short.
  mutating func text(_ text: String) {
    integer(UInt16(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }
}

/// Writes big-endian integers and length-prefixed texts.
package struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  package init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  package mutating func integer(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  package mutating func raw(_ source: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: source)
  }

  package mutating func raw(_ source: some Sequence<UInt8>) {
    bytes.append(contentsOf: source)
  }

  /// A 16-bit length and the text's UTF-8, which must fit.
  package mutating func text(_ text: String) {
    integer(UInt16(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }
}

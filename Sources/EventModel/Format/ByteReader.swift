/// Reads big-endian integers and length-prefixed texts from borrowed bytes, strictly.
package struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  package mutating func integer<I: FixedWidthInteger>(_ type: I.Type, _ name: StaticString)
    throws(FormatError) -> I
  {
    let raw = try take(MemoryLayout<I>.size, name)
    return I(bigEndian: raw.loadUnaligned(as: I.self))
  }

  package mutating func take(_ count: Int, _ name: StaticString) throws(FormatError) -> UnsafeRawBufferPointer
  {
    guard bytes.count - offset >= count else { throw FormatError(what: "\(name) is cut off") }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  /// A 16-bit length and that many bytes of UTF-8.
  package mutating func text(_ name: StaticString) throws(FormatError) -> String {
    let raw = try take(Int(try integer(UInt16.self, name)), name)
    guard let text = String(validating: raw, as: UTF8.self) else {
      throw FormatError(what: "\(name) is not UTF-8")
    }
    return text
  }

  package func finish(_ name: StaticString) throws(FormatError) {
    guard offset == bytes.count else {
      throw FormatError(what: "\(name) has \(bytes.count - offset) bytes too many")
    }
  }
}

/// Stored bytes do not have their format; becomes `EventLogError.damaged` where the event is known.
package struct FormatError: Error, Equatable {
  package let what: String

  package init(what: String) { self.what = what }
}

import Platform

extension UnsafeRawBufferPointer {
  /// Whether these are the bytes of an array.
  package func isSame(as bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { isSame(as: $0) }
  }

  /// Whether the first of these are the bytes of an array.
  package func begins(with bytes: [UInt8]) -> Bool {
    count >= bytes.count && UnsafeRawBufferPointer(rebasing: self[..<bytes.count]).isSame(as: bytes)
  }

  /// Whether these are the same bytes as others.
  package func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let start = baseAddress, let otherStart = other.baseAddress else { return true }
    return Memory.isSame(start, otherStart, count)
  }
}

extension [UInt8] {
  /// Lends the bytes, and throws what the closure throws, its type kept.
  package func withBytes<R, E>(_ use: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try withUnsafeBufferPointer { buffer throws(E) in try use(UnsafeRawBufferPointer(buffer)) }
  }
}

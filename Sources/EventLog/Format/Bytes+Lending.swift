extension [UInt8] {
  /// Lends the bytes, and throws what the closure throws, its type kept.
  func withBytes<R, E>(_ use: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try withUnsafeBufferPointer { buffer throws(E) in try use(UnsafeRawBufferPointer(buffer)) }
  }
}

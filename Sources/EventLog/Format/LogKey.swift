import EventModel

/// The keys of the log's databases. Integers are big-endian, so that bytewise order is numeric order.
enum LogKey {
  /// `events`, `bodies` and `tree`.
  static func sequence(_ number: UInt64) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }

  /// `identity`: run, NUL, ordinal.
  static func identity(_ run: RunID, _ ordinal: UInt32) -> [UInt8] {
    Array(run.text.utf8) + [0] + self.ordinal(ordinal)
  }

  /// The end of a key of `identity`.
  static func ordinal(_ ordinal: UInt32) -> [UInt8] {
    withUnsafeBytes(of: ordinal.bigEndian) { Array($0) }
  }

  /// `by_endpoint`: endpoint, NUL, sequence.
  static func endpoint(_ endpoint: String, _ sequence: UInt64) -> [UInt8] {
    Array(endpoint.utf8) + [0] + self.sequence(sequence)
  }

  /// `by_request`: request key, sequence.
  static func request(_ key: RequestKey, _ sequence: UInt64) -> [UInt8] {
    key.bytes.withBytes { Array($0) } + self.sequence(sequence)
  }

  /// The sequence that ends an index key or is all of a key or value; nil when the bytes are too few.
  static func trailingSequence(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
    guard bytes.count >= 8 else { return nil }
    return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
  }
}

/// Plain 64-bit integers as JSON writes them.
enum IntegerText {
  /// The value of `-?digits` without leading zeros, plus sign, fraction or exponent; nil for
  /// anything else and for what does not fit 64 bits. Nothing is lost where it gives a value.
  @inline(__always)
  static func value(of bytes: UnsafeRawBufferPointer) -> Int64? {
    var index = 0
    let isNegative = bytes.count > 0 && bytes[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    let digitCount = bytes.count - index
    guard digitCount > 0, digitCount <= 19 else { return nil }
    if bytes[index] == UInt8(ascii: "0"), digitCount > 1 || isNegative { return nil }
    var magnitude: UInt64 = 0
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      magnitude = magnitude &* 10 &+ UInt64(digit)
      index += 1
    }
    if isNegative {
      guard magnitude <= UInt64(1) << 63 else { return nil }
      return Int64(truncatingIfNeeded: 0 &- magnitude)
    }
    return Int64(exactly: magnitude)
  }
}

/// Lower-case hexadecimal text of bytes, and back.
enum Hexadecimal {
  static func text(of bytes: UnsafeRawBufferPointer) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: bytes.count * 2) { output in
      for (index, byte) in bytes.enumerated() {
        output[2 * index] = digits[Int(byte >> 4)]
        output[2 * index + 1] = digits[Int(byte & 15)]
      }
      return bytes.count * 2
    }
  }

  /// Nil unless the text is exactly `count` bytes in hexadecimal, in either case.
  static func bytes(of text: String, count: Int) -> [UInt8]? {
    var text = text
    return text.withUTF8 { digits in
      var isWhole = false
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, filled in
        isWhole = decode(UnsafeRawBufferPointer(digits), into: UnsafeMutableRawBufferPointer(output))
        filled = isWhole ? count : 0
      }
      return isWhole ? bytes : nil
    }
  }

  /// Fills `output` from its hexadecimal digits; false where their number is wrong, or one is not a digit.
  static func decode(_ digits: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Bool {
    guard digits.count == output.count * 2 else { return false }
    for index in output.indices {
      let (high, low) = (value(of: digits[2 * index]), value(of: digits[2 * index + 1]))
      guard high | low < 16 else { return false }
      output[index] = high << 4 | low
    }
    return true
  }

  /// A digit's value; 255 for any other byte.
  @inline(__always)
  private static func value(of digit: UInt8) -> UInt8 {
    let number = digit &- UInt8(ascii: "0")
    if number < 10 { return number }
    let letter = (digit | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? letter + 10 : 255
  }
}

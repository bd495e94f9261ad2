/// The escapes of RFC 8259, section 7. A lone surrogate is valid JSON text.
enum EscapeGrammar {
  /// The first byte in `from..<close` that breaks a rule: a bad escape, or a quote that no
  /// backslash precedes. `close` is the offset of the closing quote.
  static func firstFault(_ base: UnsafePointer<UInt8>, from start: Int, close: Int) -> Int? {
    var cursor = start
    while cursor < close {
      let byte = base[cursor]
      if byte == Byte.backslash {
        let length = escapeLength(base + cursor)
        if length == 0 || cursor + length > close { return cursor }
        cursor += length
      } else if byte == Byte.quote {
        return cursor
      } else {
        cursor = skipPlain(base, from: cursor + 1, to: close)
      }
    }
    return nil
  }

  /// The length of the escape that begins at `text`, a backslash, or 0 if it is invalid. Stops at
  /// the first byte that does not belong, so it reads no further than the string's quote.
  @inline(__always)
  static func escapeLength(_ text: UnsafePointer<UInt8>) -> Int {
    switch text[1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      for digit in 2..<6 where Byte.hexValue(text[digit]) == nil { return 0 }
      return 6
    default:
      return 0
    }
  }

  /// The offset of the next quote or backslash at or after `from`, or `end`. May read 8 bytes
  /// from any offset before `end`.
  @inline(__always)
  static func skipPlain(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var cursor = start
    while cursor < end {
      let word = UInt64(littleEndian: UnsafeRawPointer(base + cursor).loadUnaligned(as: UInt64.self))
      let hits = zeroBytes(word ^ 0x2222_2222_2222_2222) | zeroBytes(word ^ 0x5C5C_5C5C_5C5C_5C5C)
      if hits != 0 { return min(cursor &+ hits.trailingZeroBitCount &>> 3, end) }
      cursor &+= 8
    }
    return end
  }

  /// The high bit of each zero byte, exact up to and including the lowest of them.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}

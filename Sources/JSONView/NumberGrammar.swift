/// The grammar of RFC 8259, section 6: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
enum NumberGrammar {
  /// Whether exactly these bytes are a number. May read 16 bytes from `text`.
  @inline(__always)
  static func matches(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    if count <= 16, text[0] &- 0x31 < 9, isDigits(text, count: count) { return true }
    return matchesSlowly(text, count: count)
  }

  /// Whether the 1 to 16 bytes are all digits, eight at a time.
  @inline(__always)
  private static func isDigits(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    let raw = UnsafeRawPointer(text)
    let head = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    if count >= 8 {
      // The second load overlaps the first, so that it ends with the number.
      let tail = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
      return isEightDigits(head) && isEightDigits(tail)
    }
    let unused = UInt64(8 &- count) &* 8
    return isEightDigits((head &<< unused) | (0x3030_3030_3030_3030 &>> (64 &- unused)))
  }

  @inline(__always)
  private static func isEightDigits(_ word: UInt64) -> Bool {
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    return (word & high) | (((word &+ 0x0606_0606_0606_0606) & high) &>> 4) == 0x3333_3333_3333_3333
  }

  @inline(never)
  private static func matchesSlowly(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    var cursor = 0
    func skipDigits() -> Bool {
      let first = cursor
      while cursor < count, Byte.isDigit(text[cursor]) { cursor += 1 }
      return cursor > first
    }
    if cursor < count, text[cursor] == UInt8(ascii: "-") { cursor += 1 }
    if cursor < count, text[cursor] == UInt8(ascii: "0") {
      cursor += 1
    } else if !skipDigits() {
      return false
    }
    if cursor < count, text[cursor] == UInt8(ascii: ".") {
      cursor += 1
      if !skipDigits() { return false }
    }
    if cursor < count, text[cursor] | 0x20 == UInt8(ascii: "e") {
      cursor += 1
      if cursor < count, text[cursor] == UInt8(ascii: "+") || text[cursor] == UInt8(ascii: "-") {
        cursor += 1
      }
      if !skipDigits() { return false }
    }
    return cursor == count
  }
}

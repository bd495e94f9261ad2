import Platform

/// Turns a checked string's bytes into its text.
enum Unescaper {
  /// Writes the text of `count` bytes to `output`, which has space for as many; returns how many
  /// were written. Invalid escapes are kept as is.
  static func run(_ base: UnsafePointer<UInt8>, count: Int, into output: UnsafeMutablePointer<UInt8>) -> Int {
    var read = 0
    var written = 0
    while read < count {
      if base[read] == Byte.backslash, count - read >= 2 {
        let used = escape(base + read, available: count - read, output, &written)
        read += used
        continue
      }
      let end = plainEnd(base, from: read + 1, to: count)
      (output + written).update(from: base + read, count: end - read)
      written += end - read
      read = end
    }
    return written
  }

  /// The next backslash. Runs between escapes are short, so a few bytes are checked before
  /// the search is handed to `memchr`.
  @inline(__always)
  private static func plainEnd(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var cursor = start
    let near = min(start &+ 16, end)
    while cursor < near {
      if base[cursor] == Byte.backslash { return cursor }
      cursor &+= 1
    }
    guard cursor < end, let hit = Memory.firstIndex(of: Byte.backslash, in: base + cursor, end - cursor)
    else {
      return end
    }
    return cursor &+ hit
  }

  /// Writes the text of the escape at `text`; returns its length.
  @inline(__always)
  private static func escape(
    _ text: UnsafePointer<UInt8>, available: Int, _ output: UnsafeMutablePointer<UInt8>, _ written: inout Int
  ) -> Int {
    let letter = text[1]
    if letter == UInt8(ascii: "u") { return unicodeEscape(text, available: available, output, &written) }
    output[written] =
      switch letter {
      case UInt8(ascii: "b"): 0x08
      case UInt8(ascii: "f"): 0x0C
      case UInt8(ascii: "n"): 0x0A
      case UInt8(ascii: "r"): 0x0D
      case UInt8(ascii: "t"): 0x09
      default: letter
      }
    written &+= 1
    return 2
  }

  private static func unicodeEscape(
    _ text: UnsafePointer<UInt8>, available: Int, _ output: UnsafeMutablePointer<UInt8>, _ written: inout Int
  ) -> Int {
    guard let unit = codeUnit(text, available: available) else {
      output[written] = text[0]
      written &+= 1
      return 1
    }
    guard unit & 0xF800 == 0xD800 else {
      append(unit, output, &written)
      return 6
    }
    if unit < 0xDC00, let low = codeUnit(text + 6, available: available - 6), low & 0xFC00 == 0xDC00 {
      append(0x10000 &+ (unit & 0x3FF) << 10 &+ (low & 0x3FF), output, &written)
      return 12
    }
    append(0xFFFD, output, &written)
    return 6
  }

  /// The four hexadecimal digits of a `\u` at `text`, if there is one.
  private static func codeUnit(_ text: UnsafePointer<UInt8>, available: Int) -> UInt32? {
    guard available >= 6, text[0] == Byte.backslash, text[1] == UInt8(ascii: "u") else { return nil }
    var unit: UInt32 = 0
    for index in 2..<6 {
      guard let digit = Byte.hexValue(text[index]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  private static func append(_ scalar: UInt32, _ output: UnsafeMutablePointer<UInt8>, _ written: inout Int) {
    func put(_ byte: UInt32) {
      output[written] = UInt8(truncatingIfNeeded: byte)
      written &+= 1
    }
    if scalar < 0x80 {
      put(scalar)
    } else if scalar < 0x800 {
      put(0xC0 | scalar >> 6)
      put(0x80 | scalar & 0x3F)
    } else {
      if scalar < 0x10000 {
        put(0xE0 | scalar >> 12)
      } else {
        put(0xF0 | scalar >> 18)
        put(0x80 | scalar >> 12 & 0x3F)
      }
      put(0x80 | scalar >> 6 & 0x3F)
      put(0x80 | scalar & 0x3F)
    }
  }
}

/// Unescapes and escapes the text of JSON strings.
public enum JSONText {
  /// Appends the text of a string that the scanner accepted.
  ///
  /// - Parameters:
  ///   - bytes: the bytes between the quotes; they need no padding.
  ///   - output: gains UTF-8, no longer than the bytes. A lone surrogate becomes U+FFFD.
  public static func unescape(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
    let start = output.count
    // No escape is shorter than the text that it encodes.
    output.append(contentsOf: repeatElement(0, count: bytes.count))
    let written = output.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { Unescaper.run(base, count: bytes.count, into: $0 + start) } ?? 0
    }
    output.removeLast(bytes.count - written)
  }

  /// Writes the text of a string that the scanner accepted.
  ///
  /// - Parameters:
  ///   - bytes: what stands between the quotes; they need no padding.
  ///   - output: has room for as many bytes.
  /// - Returns: how many were written.
  public static func unescape(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer)
    -> Int
  {
    precondition(output.count >= bytes.count, "no escape is shorter than what it stands for")
    let (text, room) = (bytes.bindMemory(to: UInt8.self), output.bindMemory(to: UInt8.self))
    guard let base = text.baseAddress, let start = room.baseAddress else { return 0 }
    return Unescaper.run(base, count: bytes.count, into: start)
  }

  /// Appends a JSON string with these bytes as its text: quotes around it, and escapes only
  /// for what RFC 8259 forbids (quote, backslash, control characters).
  ///
  /// - Parameters:
  ///   - bytes: UTF-8; it is not checked.
  ///   - output: gains the string, at most six times as long and two quotes.
  public static func appendQuoted(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    var length = bytes.count + 2
    for byte in bytes { length &+= Int(escapeGrowth(byte)) }
    let start = output.count
    output.append(contentsOf: repeatElement(Byte.quote, count: length))
    if length == bytes.count + 2 {
      output.withUnsafeMutableBytes { $0.baseAddress.map { ($0 + start + 1).copyMemory(bytes) } }
      return
    }
    output.withUnsafeMutableBufferPointer { buffer in
      guard var cursor = buffer.baseAddress.map({ $0 + start + 1 }) else { return }
      for byte in bytes { cursor = appendEscaped(byte, at: cursor) }
    }
  }

  /// How many bytes longer than the byte itself its escaped form is.
  @inline(__always)
  private static func escapeGrowth(_ byte: UInt8) -> UInt8 {
    if byte < 0x20 { return shortEscape(byte) == 0 ? 5 : 1 }
    return byte == Byte.quote || byte == Byte.backslash ? 1 : 0
  }

  /// The letter of a control character's two-byte escape, or 0.
  @inline(__always)
  private static func shortEscape(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x08: UInt8(ascii: "b")
    case 0x09: UInt8(ascii: "t")
    case 0x0A: UInt8(ascii: "n")
    case 0x0C: UInt8(ascii: "f")
    case 0x0D: UInt8(ascii: "r")
    default: 0
    }
  }

  @inline(__always)
  private static func appendEscaped(_ byte: UInt8, at cursor: UnsafeMutablePointer<UInt8>)
    -> UnsafeMutablePointer<
      UInt8
    >
  {
    if byte >= 0x20, byte != Byte.quote, byte != Byte.backslash {
      cursor[0] = byte
      return cursor + 1
    }
    cursor[0] = Byte.backslash
    if byte >= 0x20 {
      cursor[1] = byte
      return cursor + 2
    }
    let letter = shortEscape(byte)
    if letter != 0 {
      cursor[1] = letter
      return cursor + 2
    }
    cursor[1] = UInt8(ascii: "u")
    cursor[2] = UInt8(ascii: "0")
    cursor[3] = UInt8(ascii: "0")
    cursor[4] = UInt8(ascii: "0") &+ byte &>> 4
    cursor[5] = byte & 0x0F < 10 ? 0x30 &+ byte & 0x0F : 0x57 &+ byte & 0x0F
    return cursor + 6
  }
}

extension UnsafeMutableRawPointer {
  fileprivate func copyMemory(_ bytes: UnsafeRawBufferPointer) {
    if let source = bytes.baseAddress { copyMemory(from: source, byteCount: bytes.count) }
  }
}

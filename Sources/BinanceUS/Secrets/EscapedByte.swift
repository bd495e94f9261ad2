/// One byte as percent-encoding, JSON, JavaScript or HTML write it: `%61`, `\u0061`, `\x61`, `\/`, `&#97;`.
struct EscapedByte {
  /// The decoded byte; nil where it cannot be part of a secret, or is cut off.
  let byte: UInt8?
  /// How many bytes were read.
  let count: Int

  private init(_ byte: UInt8?, _ count: Int) {
    self.byte = byte
    self.count = count
  }

  private init(code: Int, count: Int) {
    self.init(code < 0x100 ? UInt8(code) : nil, count)
  }

  /// Whether a byte may begin an encoded one.
  static func begins(with byte: UInt8) -> Bool {
    byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&")
  }

  /// Reads one; nil where there is none.
  ///
  /// - Parameter isAtEnd: one that is cut off by the end of the text counts, without a value.
  init?(in text: [UInt8], at start: Int, isAtEnd: Bool) {
    let rest = text[(start + 1)...]
    let read: EscapedByte? =
      switch text[start] {
      case UInt8(ascii: "%"): Self.percent(rest)
      case UInt8(ascii: "\\"): Self.backslash(rest)
      default: Self.entity(rest)
      }
    if let read {
      self = read
    } else if isAtEnd, text.count - start <= 8, Self.mayGoOn(text[start], rest) {
      self.init(nil, text.count - start)
    } else {
      return nil
    }
  }

  /// `%61`, `%u0061`
  private static func percent(_ rest: ArraySlice<UInt8>) -> EscapedByte? {
    if rest.first.map({ $0 | 0x20 == UInt8(ascii: "u") }) ?? false {
      return digits(rest.dropFirst(), 4).map { EscapedByte(code: $0, count: 6) }
    }
    return digits(rest, 2).map { EscapedByte(code: $0, count: 3) }
  }

  /// `\u0061`, `\x61`, `\/`, `\n`
  private static func backslash(_ rest: ArraySlice<UInt8>) -> EscapedByte? {
    switch rest.first {
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      digits(rest.dropFirst(), 4).map { EscapedByte(code: $0, count: 6) }
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      digits(rest.dropFirst(), 2).map { EscapedByte(code: $0, count: 4) }
    case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"):
      EscapedByte(rest.first, 2)
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
      EscapedByte(nil, 2)
    default: nil
    }
  }

  /// `&#97;`, `&#x61;`, `&amp;`
  private static func entity(_ rest: ArraySlice<UInt8>) -> EscapedByte? {
    for (name, byte) in names where rest.starts(with: name) { return EscapedByte(byte, name.count + 1) }
    guard rest.first == UInt8(ascii: "#") else { return nil }
    let number = rest.dropFirst()
    let isHexadecimal = number.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
    let written = (isHexadecimal ? number.dropFirst() : number).prefix(8).prefix {
      value($0).map { isHexadecimal || $0 < 10 } ?? false
    }
    // At the very end more digits may follow.
    guard !written.isEmpty, written.endIndex < rest.endIndex else { return nil }
    let code = written.reduce(0) { $0 * (isHexadecimal ? 16 : 10) + Int(value($1) ?? 0) }
    let hasEnd = rest[written.endIndex] == UInt8(ascii: ";")
    return EscapedByte(code: code, count: written.endIndex - rest.startIndex + 1 + (hasEnd ? 1 : 0))
  }

  /// The characters with a name in HTML that may stand in base64 or begin another encoding.
  private static let names: [(name: [UInt8], byte: UInt8)] = [
    ("amp;", "&"), ("plus;", "+"), ("sol;", "/"), ("equals;", "="), ("bsol;", "\\"), ("percnt;", "%"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)[0]) }

  /// Whether the text's end may have cut one off.
  private static func mayGoOn(_ first: UInt8, _ rest: ArraySlice<UInt8>) -> Bool {
    switch first {
    case UInt8(ascii: "&"):
      rest.isEmpty || rest.first == UInt8(ascii: "#") || names.contains { $0.name.starts(with: rest) }
    default: rest.count < 6
    }
  }

  private static func digits(_ text: ArraySlice<UInt8>, _ count: Int) -> Int? {
    let written = text.prefix(count)
    guard written.count == count else { return nil }
    var code = 0
    for digit in written {
      guard let value = value(digit) else { return nil }
      code = code << 4 | Int(value)
    }
    return code
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}

@testable import JSONView

/// RFC 8259 read byte by byte, without an index: what the scanner is compared with.
struct PlainGrammar {
  struct Refused: Error {}

  /// A value's kind and its whole range.
  struct Value {
    var kind: JSONKind
    var range: Range<Int>
  }

  let bytes: [UInt8]
  var at = 0

  init(_ bytes: [UInt8]) throws(Refused) {
    self.bytes = bytes
    guard String(validating: bytes, as: UTF8.self) != nil else { throw Refused() }
  }

  var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
  }

  mutating func take(_ character: Character) -> Bool {
    guard current == character.asciiValue else { return false }
    at += 1
    return true
  }

  mutating func expect(_ character: Character) throws(Refused) {
    guard take(character) else { throw Refused() }
  }

  /// The value that begins here, inside `depth` containers.
  mutating func value(depth: Int) throws(Refused) -> Value {
    let start = at
    guard let first = current else { throw Refused() }
    let kind: JSONKind
    switch Character(UnicodeScalar(first)) {
    case "{": kind = try object(depth: depth)
    case "[": kind = try array(depth: depth)
    case "\"": kind = try string()
    case "t": kind = try word("true", .boolTrue)
    case "f": kind = try word("false", .boolFalse)
    case "n": kind = try word("null", .null)
    default: kind = try number()
    }
    return Value(kind: kind, range: start..<at)
  }

  private mutating func object(depth: Int) throws(Refused) -> JSONKind {
    guard depth < 1024 else { throw Refused() }
    try members { grammar, _ throws(Refused) in _ = try grammar.value(depth: depth + 1) }
    return .object
  }

  /// Reads an object, calling `body` at each value with the range between its key's quotes.
  mutating func members(
    _ body: (inout PlainGrammar, Range<Int>) throws(Refused) -> Void
  ) throws(Refused) {
    try expect("{")
    skipWhitespace()
    if take("}") { return }
    while true {
      let keyStart = at + 1
      _ = try string()
      let key = keyStart..<at - 1
      skipWhitespace()
      try expect(":")
      skipWhitespace()
      try body(&self, key)
      skipWhitespace()
      if take("}") { return }
      try expect(",")
      skipWhitespace()
    }
  }

  /// Reads an array, calling `body` at each element.
  mutating func elements(_ body: (inout PlainGrammar) throws(Refused) -> Void) throws(Refused) {
    try expect("[")
    skipWhitespace()
    if take("]") { return }
    while true {
      try body(&self)
      skipWhitespace()
      if take("]") { return }
      try expect(",")
      skipWhitespace()
    }
  }

  private mutating func array(depth: Int) throws(Refused) -> JSONKind {
    guard depth < 1024 else { throw Refused() }
    try elements { grammar throws(Refused) in _ = try grammar.value(depth: depth + 1) }
    return .array
  }

  private mutating func word(_ text: String, _ kind: JSONKind) throws(Refused) -> JSONKind {
    for character in text { try expect(character) }
    return kind
  }

  mutating func string() throws(Refused) -> JSONKind {
    try expect("\"")
    var kind = JSONKind.string
    while let byte = current {
      at += 1
      if byte == 0x22 { return kind }
      if byte < 0x20 { throw Refused() }
      guard byte == 0x5C else { continue }
      kind = .escapedString
      guard let letter = current else { throw Refused() }
      at += 1
      if letter == 0x75 {
        for _ in 0..<4 {
          guard let digit = current, Character(UnicodeScalar(digit)).isHexDigit, digit < 0x80 else {
            throw Refused()
          }
          at += 1
        }
      } else if !Array("\"\\/bfnrt".utf8).contains(letter) {
        throw Refused()
      }
    }
    throw Refused()
  }

  private mutating func number() throws(Refused) -> JSONKind {
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return .number
  }

  private mutating func digits() throws(Refused) {
    guard let byte = current, byte >= 0x30, byte <= 0x39 else { throw Refused() }
    while let byte = current, byte >= 0x30, byte <= 0x39 { at += 1 }
  }
}

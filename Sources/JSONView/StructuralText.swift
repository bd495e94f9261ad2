import Platform

/// A cursor: it points at the offset of the current token, the next token's follows.
typealias Token = UnsafePointer<UInt32>

/// Indexed bytes, and the grammar of one value in them.
///
/// Every method takes a cursor and returns what it read; nothing is copied. The bytes are
/// followed by a zero byte that no rule accepts and at which the index ends, so a cursor cannot
/// pass the end.
///
/// Unsafe pointers, because this is the inner loop: their owner is the scanner that made it.
struct StructuralText {
  let base: UnsafePointer<UInt8>
  let count: Int
  let scratch: WalkScratch

  /// A value as read: its whole range, and the cursor after it.
  struct Value {
    var start: Int
    var end: Int
    var kind: JSONKind
    var next: Token
  }

  init(_ bytes: UnsafeRawBufferPointer, base: UnsafePointer<UInt8>, scratch: WalkScratch) {
    self.base = base
    count = bytes.count
    self.scratch = scratch
    scratch.nextBackslash.pointee = Self.backslash(base, from: 0, to: count)
  }

  /// The byte at the cursor; 0 at the end.
  @inline(__always)
  func byte(_ token: Token) -> UInt8 { base[Int(token[0])] }

  /// The offset of the cursor.
  @inline(__always)
  func offset(_ token: Token) -> Int { Int(token[0]) }

  /// Reads the value at the cursor, which is inside `depth` arrays and objects.
  @inline(__always)
  func value(_ token: Token, depth: Int) throws(JSONError) -> Value {
    let start = Int(token[0])
    let first = base[start]
    if first == Byte.quote {
      let (close, isEscaped) = try closingQuote(token)
      return Value(start: start, end: close &+ 1, kind: isEscaped ? .escapedString : .string, next: token + 1)
    }
    if first == Byte.openBrace || first == Byte.openBracket {
      let next = try container(token, depth: depth)
      let kind: JSONKind = first == Byte.openBrace ? .object : .array
      return Value(start: start, end: Int(next[-1]) &+ 1, kind: kind, next: next)
    }
    let (end, kind) = try scalar(token)
    return Value(start: start, end: end, kind: kind, next: token + 1)
  }

  /// The closing quote of the string at the cursor, and whether a backslash precedes it.
  ///
  /// Without a backslash a string needs no further check, see ``StructuralIndex``; the place of
  /// the next backslash is known, so that a document without any is never searched again.
  @inline(__always)
  func closingQuote(_ token: Token) throws(JSONError) -> (close: Int, isEscaped: Bool) {
    let open = Int(token[0])
    var close = Int(token[1]) &- 1
    if base[close] != Byte.quote || close <= open {
      close = try closingQuoteBeforeWhitespace(open: open, next: close &+ 1)
    }
    if close < scratch.nextBackslash.pointee { return (close, false) }
    return (close, try checkEscapes(open: open, close: close))
  }

  @inline(never)
  private func closingQuoteBeforeWhitespace(open: Int, next: Int) throws(JSONError) -> Int {
    var close = next - 1
    while close > open, Byte.isWhitespace(base[close]) { close -= 1 }
    guard close > open, base[close] == Byte.quote else { throw .malformed(offset: open, reason: .badString) }
    return close
  }

  /// Checks a string that the next backslash may lie in; true if it does.
  @inline(never)
  private func checkEscapes(open: Int, close: Int) throws(JSONError) -> Bool {
    let first = scratch.nextBackslash.pointee
    guard first > open else { throw .malformed(offset: first, reason: .badScalar) }
    if let fault = EscapeGrammar.firstFault(base, from: first, close: close) {
      throw .malformed(offset: fault, reason: .badEscape)
    }
    scratch.nextBackslash.pointee = Self.backslash(base, from: close, to: count)
    return true
  }

  /// Reads a number or literal: the text up to the next token, without the whitespace after it.
  @inline(__always)
  func scalar(_ token: Token) throws(JSONError) -> (end: Int, kind: JSONKind) {
    let start = Int(token[0])
    var end = Int(token[1])
    while end > start, Byte.isWhitespace(base[end &- 1]) { end &-= 1 }
    let length = end &- start
    if NumberGrammar.matches(base + start, count: length) { return (end, .number) }
    return (end, try literal(start: start, length: length))
  }

  @inline(never)
  private func literal(start: Int, length: Int) throws(JSONError) -> JSONKind {
    if length == 4, Memory.isSame(base + start, "true", 4) { return .boolTrue }
    if length == 5, Memory.isSame(base + start, "false", 5) { return .boolFalse }
    if length == 4, Memory.isSame(base + start, "null", 4) { return .null }
    let isText = start < count && !Self.isStructural(base[start])
    throw .malformed(offset: start, reason: isText ? .badScalar : .expectedValue)
  }

  private static func isStructural(_ byte: UInt8) -> Bool {
    switch byte {
    case Byte.comma, Byte.colon, Byte.closeBrace, Byte.closeBracket: true
    default: false
    }
  }

  /// Looks for the next backslash from `end` on, where everything before it has been checked.
  func passBackslashes(before end: Int) {
    guard scratch.nextBackslash.pointee < end else { return }
    scratch.nextBackslash.pointee = Self.backslash(base, from: end, to: count)
  }

  private static func backslash(_ base: UnsafePointer<UInt8>, from: Int, to end: Int) -> Int {
    Memory.firstIndex(of: Byte.backslash, in: base + from, end - from).map { from + $0 } ?? end
  }
}

extension StructuralText {
  /// The whole text.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// The closing quote of a string that has been checked and ends before `next`.
  func lastQuote(before next: Int) -> Int {
    var close = next - 1
    while base[close] != Byte.quote { close -= 1 }
    return close
  }
}

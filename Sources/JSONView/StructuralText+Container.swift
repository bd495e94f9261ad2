extension StructuralText {
  /// How deep arrays and objects may be nested, the outermost counted.
  static let depthLimit = 1024

  /// Checks the array or object at the cursor, which is inside `outer` others; returns the
  /// cursor after its closing bracket.
  @inline(never)
  func container(_ token: Token, depth outer: Int) throws(JSONError) -> Token {
    var token = token
    var depth = outer
    var isObject = try open(token, depth: &depth)
    token += 1
    var expectsValue = !isClosing(token, isObject)
    while true {
      if expectsValue {
        if isObject { token = try key(token) }
        let first = byte(token)
        if first == Byte.quote {
          _ = try closingQuote(token)
        } else if first == Byte.openBrace || first == Byte.openBracket {
          isObject = try open(token, depth: &depth)
          token += 1
          expectsValue = !isClosing(token, isObject)
          continue
        } else {
          _ = try scalar(token)
        }
        token += 1
      }
      let separator = byte(token)
      if separator == Byte.comma {
        token += 1
        expectsValue = true
      } else if isClosing(token, isObject) {
        token += 1
        depth &-= 1
        if depth == outer { return token }
        isObject = scratch.isObject[depth &- 1]
        expectsValue = false
      } else {
        throw .malformed(offset: offset(token), reason: .expectedSeparator)
      }
    }
  }

  /// Reads a key and its colon; returns the cursor of the value.
  @inline(__always)
  func key(_ token: Token) throws(JSONError) -> Token {
    try checkKey(token)
    _ = try closingQuote(token)
    return token + 2
  }

  /// Refuses a cursor without a quote, or without a colon after the string.
  @inline(__always)
  func checkKey(_ token: Token) throws(JSONError) {
    if byte(token) != Byte.quote { throw .malformed(offset: offset(token), reason: .expectedKey) }
    if byte(token + 1) != Byte.colon { throw .malformed(offset: offset(token + 1), reason: .expectedColon) }
  }

  @inline(__always)
  private func open(_ token: Token, depth: inout Int) throws(JSONError) -> Bool {
    guard depth < Self.depthLimit else { throw .malformed(offset: offset(token), reason: .tooDeep) }
    let isObject = byte(token) == Byte.openBrace
    scratch.isObject[depth] = isObject
    depth &+= 1
    return isObject
  }

  @inline(__always)
  private func isClosing(_ token: Token, _ isObject: Bool) -> Bool {
    byte(token) == (isObject ? Byte.closeBrace : Byte.closeBracket)
  }
}

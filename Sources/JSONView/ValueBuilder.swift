/// Builds the tree from the tokens; as deep a recursion as the document is nested.
struct ValueBuilder {
  let text: StructuralText
  let source: JSONSource
  var token: Token

  mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    let first = text.byte(token)
    guard first == Byte.openBrace || first == Byte.openBracket else {
      let scalar = try text.value(token, depth: depth)
      token = scalar.next
      return JSONValue(kind: scalar.kind, range: scalar.start..<scalar.end, content: .scalar, source: source)
    }
    let start = text.offset(token)
    guard depth < StructuralText.depthLimit else { throw .malformed(offset: start, reason: .tooDeep) }
    token += 1
    let isObject = first == Byte.openBrace
    let content: JSONValue.Content =
      isObject ? .object(try members(depth: depth + 1)) : .array(try elements(depth: depth + 1))
    let range = start..<text.offset(token - 1) + 1
    return JSONValue(kind: isObject ? .object : .array, range: range, content: content, source: source)
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    if text.byte(token) == Byte.closeBracket {
      token += 1
      return elements
    }
    repeat { elements.append(try value(depth: depth)) } while try separator(Byte.closeBracket)
    return elements
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    if text.byte(token) == Byte.closeBrace {
      token += 1
      return members
    }
    repeat {
      let key = try key()
      members.append(JSONValue.Member(key: key, value: try value(depth: depth)))
    } while try separator(Byte.closeBrace)
    return members
  }

  private mutating func key() throws(JSONError) -> String {
    try text.checkKey(token)
    let (close, isEscaped) = try text.closingQuote(token)
    let raw = UnsafeRawBufferPointer(rebasing: text.bytes[text.offset(token) + 1..<close])
    token += 2
    guard isEscaped else { return String(decoding: raw, as: UTF8.self) }
    var bytes: [UInt8] = []
    JSONText.unescape(raw, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Consumes a comma (true) or the closing bracket (false).
  private mutating func separator(_ closing: UInt8) throws(JSONError) -> Bool {
    let byte = text.byte(token)
    guard byte == Byte.comma || byte == closing else {
      throw .malformed(offset: text.offset(token), reason: .expectedSeparator)
    }
    token += 1
    return byte == Byte.comma
  }
}

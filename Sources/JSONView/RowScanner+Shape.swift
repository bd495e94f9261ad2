extension RowScanner {
  /// Goes from the document's first token to the place of its first record.
  mutating func enter(_ text: StructuralText, _ token: Token) throws(JSONError) {
    let first = text.byte(token)
    switch shape {
    case .array, .arrayOrObject:
      if first == Byte.openBracket {
        recordDepth = 1
        phase = .firstElement
        self.token = token + 1
        return
      }
      if shape == .arrayOrObject, first == Byte.openBrace { return enterLoneRecord(token) }
      try refuse(
        text, token, expected: shape == .array ? "an array of records" : "a record or an array of records")
    case .object:
      if first == Byte.openBrace { return enterLoneRecord(token) }
      try refuse(text, token, expected: "one record")
    case .member(let name, _, let mayLack):
      guard first == Byte.openBrace else {
        return try refuse(text, token, expected: "an object with the array \(name)")
      }
      recordDepth = 2
      self.token = try readEnvelopeHead(text, token + 1, name, mayLack)
      phase = lacksRecords ? .afterValue : .firstElement
    }
  }

  private mutating func enterLoneRecord(_ token: Token) {
    recordDepth = 0
    phase = .loneRecord
    self.token = token
  }

  /// Reports what is in the place of the records, once it is known to be a JSON value.
  private func refuse(_ text: StructuralText, _ token: Token, expected: String) throws(JSONError) {
    let value = try text.value(token, depth: 0)
    throw .unexpectedShape(expected: expected, found: value.kind, offset: value.start)
  }

  /// Reads members up to the records' array; returns the cursor after its bracket, or, where the document lacks it and
  /// may, after its closing brace.
  private mutating func readEnvelopeHead(
    _ text: StructuralText, _ start: Token, _ name: String, _ mayLack: Bool
  ) throws(JSONError) -> Token {
    var token = start
    let expected = "the array \(name)"
    while text.byte(token) != Byte.closeBrace {
      if token > start { token = try skipComma(text, token) }
      guard try isRecords(text, token) else {
        token = try readEnvelopeMember(text, token)
        continue
      }
      if text.byte(token + 2) == Byte.openBracket { return token + 3 }
      let value = try text.value(token + 2, depth: 1)
      throw .unexpectedShape(expected: expected, found: value.kind, offset: value.start)
    }
    guard mayLack else {
      throw .unexpectedShape(expected: expected, found: .missing, offset: text.offset(token))
    }
    lacksRecords = true
    return token + 1
  }

  /// Reads the members after the records' array; returns the cursor after the closing brace.
  mutating func readEnvelopeTail(_ text: StructuralText, _ start: Token) throws(JSONError) -> Token {
    var token = start
    while text.byte(token) != Byte.closeBrace {
      token = try skipComma(text, token)
      if try isRecords(text, token) {
        throw .repeatedMember(name: recordsMember, offset: text.offset(token))
      }
      token = try readEnvelopeMember(text, token)
    }
    return token + 1
  }

  /// Whether the member at the cursor has the records: null has none, where the shape has a place for that.
  private mutating func isRecords(_ text: StructuralText, _ token: Token) throws(JSONError) -> Bool {
    guard try isRecordsKey(text, token) else { return false }
    guard case .member(_, let other, let mayLack) = shape, mayLack || other != nil else { return true }
    return text.byte(token + 2) != UInt8(ascii: "n")
  }

  private func skipComma(_ text: StructuralText, _ token: Token) throws(JSONError) -> Token {
    guard text.byte(token) == Byte.comma else {
      throw .malformed(offset: text.offset(token), reason: .expectedSeparator)
    }
    return token + 1
  }

  private mutating func isRecordsKey(_ text: StructuralText, _ token: Token) throws(JSONError) -> Bool {
    try text.checkKey(token)
    let (close, isEscaped) = try text.closingQuote(token)
    let key = UnsafeRawBufferPointer(rebasing: text.bytes[text.offset(token) + 1..<close])
    unescapedKey.removeAll(keepingCapacity: true)
    if isEscaped { JSONText.unescape(key, into: &unescapedKey) }
    for name in memberNames where isEscaped ? unescapedKey == name : key.elementsEqual(name) {
      recordsMember = String(decoding: name, as: UTF8.self)
      return true
    }
    return false
  }

  /// Adds a member whose key has been checked to the envelope.
  private mutating func readEnvelopeMember(_ text: StructuralText, _ token: Token) throws(JSONError) -> Token
  {
    let close = text.lastQuote(before: text.offset(token + 1))
    let keyStart = text.offset(token) + 1
    let value = try text.value(token + 2, depth: 1)
    envelope.append(UnknownField(keyStart: keyStart, keyLength: close - keyStart, value: value))
    return value.next
  }
}

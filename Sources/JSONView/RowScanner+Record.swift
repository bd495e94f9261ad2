extension RowScanner {
  /// Reads the object at the cursor into cells; returns the cursor after its closing brace.
  ///
  /// The hot loop. The slot of a key is guessed from what followed the slot before it in the
  /// records so far, so a field that comes and goes costs one lookup.
  @inline(__always)
  mutating func record(_ text: StructuralText, _ start: Token) throws(JSONError) -> Token {
    let cells = cellStorage
    let successors = successors
    let depth = recordDepth &+ 1
    let hasFields = fields.count > 0
    var place = 0
    var token = start + 1
    if text.byte(token) == Byte.closeBrace { return token + 1 }
    while true {
      try text.checkKey(token)
      let keyStart = text.offset(token) &+ 1
      let (close, isEscaped) = try text.closingQuote(token)
      let length = close &- keyStart
      var slot = successors[place]
      if isEscaped || !hasFields || !fields.matches(slot, text.base + keyStart, length) {
        slot = lookUp(text, keyStart, length, isEscaped)
        if slot >= 0 { successors[place] = slot }
      }
      let value = try text.value(token + 2, depth: depth)
      if slot >= 0 {
        place = slot &+ 1
        if cells[slot].kind == .missing {
          cells[slot] = JSONCell(value)
        } else {
          cells[slot].kind = .duplicate
        }
      } else {
        unknownStorage.append(UnknownField(keyStart: keyStart, keyLength: length, value: value))
      }
      token = value.next
      let separator = text.byte(token)
      token += 1
      if separator == Byte.comma { continue }
      if separator == Byte.closeBrace { return token }
      throw .malformed(offset: text.offset(token - 1), reason: .expectedSeparator)
    }
  }

  /// The slot of a key that was not the expected one, or -1.
  @inline(never)
  private mutating func lookUp(_ text: StructuralText, _ start: Int, _ length: Int, _ isEscaped: Bool) -> Int
  {
    guard isEscaped else { return fields.slot(text.base + start, length) }
    unescapedKey.removeAll(keepingCapacity: true)
    JSONText.unescape(
      UnsafeRawBufferPointer(rebasing: text.bytes[start..<start + length]), into: &unescapedKey)
    let count = unescapedKey.count
    unescapedKey.append(contentsOf: repeatElement(0, count: PaddedBytes.padding))
    let fields = unescapedKey.withUnsafeBufferPointer { key in
      key.baseAddress.map { self.fields.slot($0, count) }
    }
    return fields ?? -1
  }
}

extension JSONCell {
  /// The cell of a value in a slot: a string without its quotes.
  @inline(__always)
  init(_ value: StructuralText.Value) {
    let quote = value.kind.isString ? 1 : 0
    self.init(
      start: UInt32(truncatingIfNeeded: value.start &+ quote),
      length: UInt32(truncatingIfNeeded: value.end &- value.start &- 2 &* quote),
      kind: value.kind)
  }
}

extension UnknownField {
  init(keyStart: Int, keyLength: Int, value: StructuralText.Value) {
    self.init(
      keyStart: UInt32(truncatingIfNeeded: keyStart),
      keyLength: UInt32(truncatingIfNeeded: keyLength),
      value: JSONCell(
        start: UInt32(truncatingIfNeeded: value.start),
        length: UInt32(truncatingIfNeeded: value.end &- value.start),
        kind: value.kind))
  }
}

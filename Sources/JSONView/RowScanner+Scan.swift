extension RowScanner {
  /// Starts on a document, dropping the one before, and finds the first record.
  ///
  /// - Parameter bytes: borrowed until the scan ends; 64 readable zero bytes must follow them.
  /// - Throws: ``JSONError``; ``JSONError/unexpectedShape(expected:found:offset:)`` if the
  ///   document has no place for records. What follows that place is not read before `next()`.
  public mutating func begin(_ bytes: UnsafeRawBufferPointer) throws(JSONError) {
    phase = .idle
    envelope.removeAll(keepingCapacity: true)
    recordsMember = ""
    lacksRecords = false
    recordIndex = -1
    recordRange = 0..<0
    clearRecord()
    let token = try structure.index(bytes)
    guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else {
      throw .malformed(offset: 0, reason: .empty)
    }
    let text = StructuralText(bytes, base: base, scratch: scratch)
    self.text = text
    try enter(text, token)
  }

  /// Reads the next record.
  ///
  /// - Throws: ``JSONError``, again at every call after the first failure.
  public mutating func next() throws(JSONError) -> Step {
    guard let text, let token else { preconditionFailure("next() needs a document: call begin(_:) first") }
    do throws(JSONError) {
      return try step(text, token)
    } catch {
      phase = .failed(error)
      throw error
    }
  }

  private mutating func step(_ text: StructuralText, _ token: Token) throws(JSONError) -> Step {
    switch phase {
    case .idle: preconditionFailure("next() needs a document: call begin(_:) first")
    case .failed(let error): throw error
    case .ended: return .end
    case .loneRecord:
      phase = .afterValue
      return try element(text, token)
    case .firstElement:
      phase = .laterElement
      if text.byte(token) == Byte.closeBracket { return try closeArray(text, token + 1) }
      return try element(text, token)
    case .laterElement:
      let separator = text.byte(token)
      if separator == Byte.comma { return try element(text, token + 1) }
      if separator == Byte.closeBracket { return try closeArray(text, token + 1) }
      throw .malformed(offset: text.offset(token), reason: .expectedSeparator)
    case .afterValue: return try finish(text, token)
    }
  }

  /// Reads the element at the cursor: a record, or something else.
  private mutating func element(_ text: StructuralText, _ token: Token) throws(JSONError) -> Step {
    recordIndex += 1
    clearRecord()
    let start = text.offset(token)
    guard text.byte(token) == Byte.openBrace else {
      let value = try text.value(token, depth: recordDepth)
      recordRange = start..<value.end
      recordTokens = value.next - token
      self.token = value.next
      return .notAnObject(value.kind)
    }
    let next = try record(text, token)
    recordRange = start..<Int(next[-1]) + 1
    recordTokens = next - token
    self.token = next
    return .record
  }

  private mutating func closeArray(_ text: StructuralText, _ token: Token) throws(JSONError) -> Step {
    clearRecord()
    if case .member = shape { return try finish(text, try readEnvelopeTail(text, token)) }
    return try finish(text, token)
  }

  /// Refuses anything after the document's value.
  private mutating func finish(_ text: StructuralText, _ token: Token) throws(JSONError) -> Step {
    clearRecord()
    guard text.offset(token) == text.count else {
      throw .malformed(offset: text.offset(token), reason: .trailingBytes)
    }
    phase = .ended
    return .end
  }

  mutating func clearRecord() {
    cellStorage.update(repeating: .missing, count: fields.count)
    unknownStorage.removeAll()
  }
}

/// Finds, byte by byte, why the indexer refused a document. Slow, and only run on refused ones.
enum MalformedBytes {
  static func diagnose(_ bytes: UnsafeRawBufferPointer) -> JSONError {
    if let offset = firstInvalidUTF8(bytes) { return .malformed(offset: offset, reason: .invalidUTF8) }
    if bytes.allSatisfy(Byte.isWhitespace) { return .malformed(offset: 0, reason: .empty) }
    return brokenString(bytes) ?? .malformed(offset: 0, reason: .unindexed)
  }

  private static func firstInvalidUTF8(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var decoder = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }

  private static func brokenString(_ bytes: UnsafeRawBufferPointer) -> JSONError? {
    var open: Int?
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == Byte.quote {
        open = open == nil ? offset : nil
      } else if open != nil, byte < 0x20 {
        return .malformed(offset: offset, reason: .controlCharacter)
      } else if byte == Byte.backslash {
        guard open != nil else { return .malformed(offset: offset, reason: .badScalar) }
        offset += 1
      }
      offset += 1
    }
    return open.map { .malformed(offset: $0, reason: .unclosedString) }
  }
}

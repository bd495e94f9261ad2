import Platform

extension RowScanner {
  /// Skips the next record if it is, byte for byte, one that was read before. Otherwise
  /// changes nothing and returns false: `next()` reads the record.
  ///
  /// The meaning of the bytes between two brackets does not depend on their surroundings, so a
  /// record that was valid before is valid here, and has the same tokens. A skipped record has no
  /// cells: the caller has them from the first time.
  ///
  /// - Parameters:
  ///   - record: the bytes, as ``recordRange`` gave them in a document of the same shape.
  ///   - tokens: what ``recordTokens`` was.
  public mutating func skip(_ record: UnsafeRawBufferPointer, tokens: Int) -> Bool {
    guard let text, let start = recordStart(text), let bytes = record.baseAddress else { return false }
    let offset = text.offset(start)
    guard record.count <= text.count - offset, Memory.isSame(text.base + offset, bytes, record.count)
    else { return false }
    clearRecord()
    phase = .laterElement
    recordIndex += 1
    recordRange = offset..<offset + record.count
    recordTokens = tokens
    text.passBackslashes(before: recordRange.upperBound)
    token = start + tokens
    return true
  }

  /// The cursor of the next element, where one follows in an array.
  private func recordStart(_ text: StructuralText) -> Token? {
    guard let token else { return nil }
    switch phase {
    case .firstElement: return token
    case .laterElement where text.byte(token) == Byte.comma: return token + 1
    default: return nil
    }
  }
}

import Glibc

extension RowScanner {
  /// Passes over the next record if it is, byte for byte, one that was read before. Otherwise
  /// changes nothing and returns false: `next()` reads the record.
  ///
  /// What the bytes between two brackets mean does not depend on what stands around them, so a
  /// record that was valid there is valid here, and its tokens are as many. A record passed over
  /// has no cells: whoever has its bytes has what they meant.
  ///
  /// - Parameters:
  ///   - record: the bytes, as ``recordRange`` gave them in a document of the same shape.
  ///   - tokens: what ``recordTokens`` was.
  public mutating func skip(_ record: UnsafeRawBufferPointer, tokens: Int) -> Bool {
    guard let text, let start = recordStart(text), let bytes = record.baseAddress else { return false }
    let offset = text.offset(start)
    guard record.count <= text.count - offset, memcmp(text.base + offset, bytes, record.count) == 0
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

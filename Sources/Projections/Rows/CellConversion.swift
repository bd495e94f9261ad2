import JSONView

/// How a JSON value becomes the cell of a column: as it is, or, where the type differs, only if
/// that loses nothing.
struct CellConversion {
  let bytes: UnsafeRawPointer
  let arena: ByteArena

  /// The cell, or nil where the value does not fit the type.
  @inline(__always)
  func cell(_ value: JSONCell, as type: ColumnType) -> Cell? {
    switch type {
    case .text, .decimal: text(value)
    case .integer: integer(value)
    case .boolean: boolean(value)
    case .time: time(value)
    case .json: json(value)
    }
  }

  @inline(__always)
  private func text(_ value: JSONCell) -> Cell? {
    switch value.kind {
    case .string, .number: .bodyText(offset: value.start, length: value.length)
    case .escapedString: unescaped(value)
    default: nil
    }
  }

  private func unescaped(_ value: JSONCell) -> Cell {
    var text: [UInt8] = []
    JSONText.unescape(raw(value), into: &text)
    return arena.append(text)
  }

  @inline(__always)
  private func integer(_ value: JSONCell) -> Cell? {
    scalar(value).flatMap(IntegerText.value).map { .integer($0) }
  }

  @inline(__always)
  private func boolean(_ value: JSONCell) -> Cell? {
    switch value.kind {
    case .boolTrue: return .integer(1)
    case .boolFalse: return .integer(0)
    default:
      guard let text = scalar(value) else { return nil }
      if text.elementsEqual("1".utf8) || text.elementsEqual("true".utf8) { return .integer(1) }
      if text.elementsEqual("0".utf8) || text.elementsEqual("false".utf8) { return .integer(0) }
      return nil
    }
  }

  @inline(__always)
  private func time(_ value: JSONCell) -> Cell? {
    guard let milliseconds = scalar(value).flatMap(IntegerText.value),
      CellTime.range.contains(milliseconds)
    else { return nil }
    if milliseconds == -1 { return .null }
    CellTime.write(milliseconds: milliseconds, to: arena.reserve(CellTime.byteCount))
    return arena.advance(by: CellTime.byteCount)
  }

  /// The text of a number or a string; nil for what is neither. Valid until the arena grows.
  @inline(__always)
  private func scalar(_ value: JSONCell) -> UnsafeRawBufferPointer? {
    switch value.kind {
    case .number, .string: return raw(value)
    case .escapedString:
      let text = unescaped(value)
      return UnsafeRawBufferPointer(
        start: arena.base + Int(truncatingIfNeeded: text.payload), count: Int(text.length))
    default: return nil
    }
  }

  /// Any JSON value is its own text; a string's quotes belong to it.
  @inline(__always)
  private func json(_ value: JSONCell) -> Cell? {
    switch value.kind {
    case .string, .escapedString:
      .bodyText(offset: value.start -| 1, length: value.length +| 2)
    default: .bodyText(offset: value.start, length: value.length)
    }
  }

  @inline(__always)
  private func raw(_ value: JSONCell) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes + Int(value.start), count: Int(value.length))
  }
}

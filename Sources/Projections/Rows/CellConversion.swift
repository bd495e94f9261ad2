import BinanceUS
import EventModel
import JSONView

/// How a JSON value becomes the cell of a column: as it is, or, where the type differs, only if
/// that loses nothing.
struct CellConversion {
  /// The bytes in which the values lie.
  let bytes: UnsafeRawPointer
  let arena: ByteArena
  /// Where those bytes begin in the response's body.
  var start: UInt32 = 0

  /// The cell, or nil where the value does not fit the type.
  @inline(__always)
  func cell(_ value: JSONCell, as type: ColumnType) -> Cell? {
    switch type {
    case .text, .decimal: text(value)
    case .integer: integer(value)
    case .boolean: boolean(value)
    case .amount: amount(value)
    case .time: time(value)
    case .instant: instant(value)
    case .json: json(value)
    }
  }

  @inline(__always)
  private func text(_ value: JSONCell) -> Cell? {
    switch value.kind {
    case .string, .number: .bodyText(offset: start &+ value.start, length: value.length)
    case .escapedString: unescaped(value)
    default: nil
    }
  }

  private func unescaped(_ value: JSONCell) -> Cell {
    var text: [UInt8] = []
    JSONText.unescape(raw(value), into: &text)
    return arena.append(text)
  }

  /// The text of a string or a number; what has an exponent is written out. A string that is no number stays as it is.
  private func amount(_ value: JSONCell) -> Cell? {
    let mayHaveExponent = value.kind == .number || value.kind == .string
    guard mayHaveExponent, raw(value).contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
      return text(value)
    }
    if let plain = ExactDecimal.plain(raw(value)) { return arena.append(plain) }
    return value.kind == .string ? text(value) : nil
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
    return append(milliseconds)
  }

  /// A time as a number of milliseconds or seconds, or as a text in UTC without a zone.
  private func instant(_ value: JSONCell) -> Cell? {
    guard let text = scalar(value) else { return nil }
    if text.isEmpty { return .null }
    let milliseconds: Int64
    if let number = IntegerText.value(of: text) {
      if number == -1 { return .null }
      milliseconds = (0..<CellTime.leastMilliseconds).contains(number) ? number *| 1000 : number
    } else {
      var spelled = Array(text)
      if spelled.count > 10, spelled[10] == UInt8(ascii: " ") { spelled[10] = UInt8(ascii: "T") }
      let written = String(decoding: spelled, as: UTF8.self)
      guard let time = Timestamp(iso8601: written) ?? Timestamp(iso8601: written + "Z"),
        time.microseconds % 1000 == 0
      else { return nil }
      milliseconds = time.microseconds / 1000
    }
    guard CellTime.range.contains(milliseconds) else { return nil }
    return append(milliseconds)
  }

  @inline(__always)
  private func append(_ milliseconds: Int64) -> Cell {
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
      .bodyText(offset: start &+ value.start -| 1, length: value.length +| 2)
    default: .bodyText(offset: start &+ value.start, length: value.length)
    }
  }

  @inline(__always)
  private func raw(_ value: JSONCell) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes + Int(value.start), count: Int(value.length))
  }
}

import JSONView

/// JSON for scripts, members in the order they are given.
enum JSONDocument {
  case null
  case bool(Bool)
  case integer(Int64)
  case text(String)
  /// JSON that is written already.
  case raw([UInt8])
  case array([JSONDocument])
  case object([(String, JSONDocument)])

  static func number(_ value: some FixedWidthInteger) -> JSONDocument { .integer(Int64(clamping: value)) }

  static func text(_ value: String?) -> JSONDocument { value.map { .text($0) } ?? .null }

  /// On one line, with its end.
  var line: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .text(let text): Self.quote(text, to: &bytes)
    case .raw(let text): bytes += text
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.quote(member.0, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.1.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    Array(text.utf8).withUnsafeBytes { JSONText.appendQuoted($0, to: &bytes) }
  }
}

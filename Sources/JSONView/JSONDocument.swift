/// A JSON document that is assembled before it is written, members in the given order.
///
/// Long output, or output event by event, goes through a ``JSONWriter`` directly.
public enum JSONDocument: Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case text(String)
  /// JSON text.
  case raw([UInt8])
  case array([JSONDocument])
  case object([(String, JSONDocument)])

  /// A whole number; one that does not fit 64 bits is the nearest that does.
  public static func number(_ value: some FixedWidthInteger) -> JSONDocument {
    .integer(Int64(clamping: value))
  }

  /// A string, or `null` where there is none.
  public static func text(_ value: String?) -> JSONDocument { value.map { .text($0) } ?? .null }

  /// On one line, without its end.
  public var bytes: [UInt8] { JSONWriter.bytes { write(to: &$0) } }

  /// On one line, with its end.
  public var line: [UInt8] { bytes + [UInt8(ascii: "\n")] }

  private func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .integer(let value): writer.number(value)
    case .text(let text): writer.text(text)
    case .raw(let json): writer.raw(json)
    case .array(let elements): writer.array { for element in elements { element.write(to: &$0) } }
    case .object(let members):
      writer.object { writer in
        for (name, value) in members {
          writer.name(name)
          value.write(to: &writer)
        }
      }
    }
  }
}

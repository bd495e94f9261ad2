import JSONView
import Projections

/// A response taken apart by the plain rules: what is a record, what stands beside the records.
struct PlainRecords {
  /// The records with their JSON pointers.
  let records: [(pointer: String, value: JSONValue)]
  /// The members beside the records.
  let envelope: [JSONValue.Member]
  /// Those members as one JSON object, byte for byte; empty where there are none.
  let envelopeText: [UInt8]

  /// Nil where the body is not JSON or not of the shape.
  init?(_ body: [UInt8], shape: RecordShape) {
    guard let document = try? JSONValue.parse(body) else { return nil }
    var envelope: [JSONValue.Member] = []
    switch (shape, document.elements, document.members) {
    case (.array, let elements?, _), (.arrayOrObject, let elements?, _):
      records = elements.enumerated().map { ("/\($0.offset)", $0.element) }
    case (.object, _, .some), (.arrayOrObject, _, .some):
      records = [("", document)]
    case (.member(let name), _, let members?):
      let holders = members.filter { $0.key == name }
      guard holders.count == 1, let elements = holders[0].value.elements else { return nil }
      records = elements.enumerated().map { ("/\(name)/\($0.offset)", $0.element) }
      envelope = members.filter { $0.key != name }
    default: return nil
    }
    self.envelope = envelope
    envelopeText =
      envelope.isEmpty
      ? [] : PlainRecords.object(document, of: body) { name in envelope.contains { $0.key == name } }
  }

  /// The members of an object that are chosen, as an object of their own, names and values byte
  /// for byte.
  static func object(_ value: JSONValue, of body: [UInt8], choosing: (String) -> Bool) -> [UInt8] {
    var text: [UInt8] = []
    var end = value.range.lowerBound + 1
    for member in value.members ?? [] {
      let gap = body[end..<member.value.range.lowerBound]
      end = member.value.range.upperBound
      guard choosing(member.key), let open = gap.firstIndex(of: UInt8(ascii: "\"")),
        let close = gap.lastIndex(of: UInt8(ascii: "\""))
      else { continue }
      if !text.isEmpty { text.append(UInt8(ascii: ",")) }
      text += body[open...close] + [UInt8(ascii: ":")] + body[member.value.range]
    }
    return text.isEmpty ? [] : [UInt8(ascii: "{")] + text + [UInt8(ascii: "}")]
  }
}

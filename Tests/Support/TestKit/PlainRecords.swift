public import JSONView
public import Projections

/// A response taken apart by the plain rules: what is a record, what stands beside the records.
public struct PlainRecords {
  /// The records with their JSON pointers, and what each stands in, where that is an object of an array.
  public let records: [(pointer: String, value: JSONValue, parent: JSONValue?)]
  /// The members beside the records.
  let envelope: [JSONValue.Member]
  /// Those members as one JSON object, byte for byte; empty where there are none.
  let envelopeText: [UInt8]

  /// Nil where the body is not JSON or not of the shape.
  public init?(_ body: [UInt8], shape: RecordShape) {
    guard let document = try? JSONValue.parse(body) else { return nil }
    var envelope: [JSONValue.Member] = []
    switch (shape, document.elements, document.members) {
    case (.array, let elements?, _), (.arrayOrObject, let elements?, _):
      records = elements.enumerated().map { ("/\($0.offset)", $0.element, nil) }
    case (.object, _, .some), (.arrayOrObject, _, .some):
      records = [("", document, nil)]
    case (.member(let name), _, let members?):
      guard let elements = Self.only([name], members)?.value.elements else { return nil }
      records = Self.places(elements, "/\(name)")
      envelope = members.filter { $0.key != name }
    case (.eitherMember(let name, let other), _, let members?):
      let filled = members.filter { !$0.value.isNull }
      guard let holder = Self.only([name, other], filled), let elements = holder.value.elements else {
        return nil
      }
      records = Self.places(elements, "/\(holder.key)")
      envelope = members.filter { $0.key != holder.key || $0.value.isNull }
    case (.memberUnlessNone(let name, let total), _, let members?):
      let holders = members.filter { $0.key == name && !$0.value.isNull }
      envelope = members.filter { $0.key != name || $0.value.isNull }
      if holders.isEmpty {
        guard let count = members.first(where: { $0.key == total })?.value,
          count.rawText == "0" || count.text == "0"
        else { return nil }
        records = []
      } else {
        guard holders.count == 1, let elements = holders[0].value.elements else { return nil }
        records = Self.places(elements, "/\(name)")
      }
    case (.nested(let name, in: let outer), _, let members?):
      guard let groups = Self.only([outer], members)?.value.elements else { return nil }
      records = groups.enumerated().flatMap { place, group in
        let pointer = "/\(outer)/\(place)"
        let holders = (group.members ?? []).filter { $0.key == name }
        // What is no group counts as one record, which cannot be read.
        guard holders.count == 1, let elements = holders[0].value.elements else {
          return [(pointer, JSONValue(json: Array("null".utf8)) ?? group, JSONValue?.none)]
        }
        return elements.enumerated().map { ("\(pointer)/\(name)/\($0.offset)", $0.element, group) }
      }
      envelope = members.filter { $0.key != outer }
    default: return nil
    }
    self.envelope = envelope
    envelopeText =
      envelope.isEmpty
      ? []
      : PlainRecords.object(document, of: body) { member in
        envelope.contains { $0.value.range == member.value.range }
      }
  }

  /// The one member that has one of the names; nil where none has, or several.
  private static func only(_ names: [String], _ members: [JSONValue.Member]) -> JSONValue.Member? {
    let holders = members.filter { names.contains($0.key) }
    return holders.count == 1 ? holders[0] : nil
  }

  private static func places(
    _ elements: [JSONValue], _ pointer: String
  ) -> [(pointer: String, value: JSONValue, parent: JSONValue?)] {
    elements.enumerated().map { ("\(pointer)/\($0.offset)", $0.element, nil) }
  }

  /// The members of an object that are chosen, as an object of their own, names and values byte
  /// for byte.
  static func object(_ value: JSONValue, of body: [UInt8], choosing: (JSONValue.Member) -> Bool) -> [UInt8] {
    var text: [UInt8] = []
    var end = value.range.lowerBound + 1
    for member in value.members ?? [] {
      let gap = body[end..<member.value.range.lowerBound]
      end = member.value.range.upperBound
      guard choosing(member), let open = gap.firstIndex(of: UInt8(ascii: "\"")),
        let close = gap.lastIndex(of: UInt8(ascii: "\""))
      else { continue }
      if !text.isEmpty { text.append(UInt8(ascii: ",")) }
      text += body[open...close] + [UInt8(ascii: ":")] + body[member.value.range]
    }
    return text.isEmpty ? [] : [UInt8(ascii: "{")] + text + [UInt8(ascii: "}")]
  }
}

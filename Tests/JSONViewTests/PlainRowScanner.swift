@testable import JSONView

/// The records of a document as a list: what a whole scan must come to.
struct ScannedDocument: Equatable {
  struct Row: Equatable {
    /// `.object` for a record, else what stands in its place.
    var kind: JSONKind
    var range: Range<Int>
    var pointer: String
    var cells: [JSONCell]
    var unknown: [UnknownField]
  }

  var rows: [Row] = []
  var envelope: [UnknownField] = []
}

/// The plain twin of `RowScanner`: recursive descent, one field after the other, a linear
/// search for every key.
struct PlainRowScanner {
  typealias Refused = PlainGrammar.Refused

  let fields: [String]
  let shape: RowScanner.Shape

  func scan(_ bytes: [UInt8]) throws(Refused) -> ScannedDocument {
    var grammar = try PlainGrammar(bytes)
    var document = ScannedDocument()
    grammar.skipWhitespace()
    let isArray = grammar.current == UInt8(ascii: "[")
    switch shape {
    case .array:
      try records(&grammar, depth: 1, prefix: "", into: &document)
    case .arrayOrObject where isArray:
      try records(&grammar, depth: 1, prefix: "", into: &document)
    case .arrayOrObject, .object:
      guard grammar.current == UInt8(ascii: "{") else { throw Refused() }
      document.rows.append(try row(&grammar, depth: 0, pointer: ""))
    case .member(let name, let other, let mayLack):
      try envelope(&grammar, [name, other].compactMap { $0 }, mayLack, into: &document)
    }
    grammar.skipWhitespace()
    guard grammar.at == bytes.count else { throw Refused() }
    return document
  }

  private func envelope(
    _ grammar: inout PlainGrammar, _ names: [String], _ mayLack: Bool, into document: inout ScannedDocument
  ) throws(Refused) {
    var found = 0
    var result = document
    try grammar.members { grammar, key throws(Refused) in
      let text = plainUnescape(Array(grammar.bytes[key]))
      if let name = names.first(where: { Array($0.utf8) == text }) {
        if mayLack || names.count > 1, grammar.current == UInt8(ascii: "n") {
          result.envelope.append(UnknownField(key, try grammar.value(depth: 1)))
          return
        }
        found += 1
        try records(&grammar, depth: 2, prefix: "/\(name)", into: &result)
      } else {
        result.envelope.append(UnknownField(key, try grammar.value(depth: 1)))
      }
    }
    guard found == 1 || (found == 0 && mayLack) else { throw Refused() }
    document = result
  }

  private func records(
    _ grammar: inout PlainGrammar, depth: Int, prefix: String, into document: inout ScannedDocument
  ) throws(Refused) {
    var rows: [ScannedDocument.Row] = []
    try grammar.elements { grammar throws(Refused) in
      rows.append(try row(&grammar, depth: depth, pointer: "\(prefix)/\(rows.count)"))
    }
    document.rows += rows
  }

  private func row(
    _ grammar: inout PlainGrammar, depth: Int, pointer: String
  ) throws(Refused) -> ScannedDocument.Row {
    let start = grammar.at
    var row = ScannedDocument.Row(
      kind: .object, range: 0..<0, pointer: pointer,
      cells: Array(repeating: .missing, count: fields.count), unknown: [])
    if grammar.current == UInt8(ascii: "{") {
      try grammar.members { grammar, key throws(Refused) in
        let value = try grammar.value(depth: depth + 1)
        let name = plainUnescape(Array(grammar.bytes[key]))
        guard let slot = fields.firstIndex(where: { Array($0.utf8) == name }) else {
          row.unknown.append(UnknownField(key, value))
          return
        }
        if row.cells[slot].kind == .missing {
          row.cells[slot] = JSONCell(inside: value)
        } else {
          row.cells[slot].kind = .duplicate
        }
      }
    } else {
      row.kind = try grammar.value(depth: depth).kind
    }
    row.range = start..<grammar.at
    return row
  }
}

/// Unescapes by way of UTF-16, where surrogates live.
func plainUnescape(_ bytes: [UInt8]) -> [UInt8] {
  var units: [UInt16] = []
  var characters = Substring(String(decoding: bytes, as: UTF8.self)).unicodeScalars
  let letters: [UnicodeScalar: UInt16] = [
    "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "\"": 34, "\\": 92, "/": 47,
  ]
  while let scalar = characters.popFirst() {
    guard scalar == "\\", let letter = characters.popFirst() else {
      units += Array(String(scalar).utf16)
      continue
    }
    if letter == "u" {
      units.append(UInt16(String(String.UnicodeScalarView(characters.prefix(4))), radix: 16) ?? 0)
      characters.removeFirst(4)
    } else {
      units.append(letters[letter] ?? 0)
    }
  }
  return Array(String(decoding: units, as: UTF16.self).utf8)
}

extension UnknownField {
  init(_ key: Range<Int>, _ value: PlainGrammar.Value) {
    self.init(
      keyStart: UInt32(key.lowerBound), keyLength: UInt32(key.count),
      value: JSONCell(
        start: UInt32(value.range.lowerBound), length: UInt32(value.range.count), kind: value.kind))
  }
}

extension JSONCell {
  init(inside value: PlainGrammar.Value) {
    let quote = value.kind == .string || value.kind == .escapedString ? 1 : 0
    self.init(
      start: UInt32(value.range.lowerBound + quote), length: UInt32(value.range.count - 2 * quote),
      kind: value.kind)
  }
}

import JSONView

@testable import Audit

/// The fields of one response, read from the JSON tree: the plain reference for `ShapeTree`.
struct PlainShapes {
  struct Field: Equatable {
    var holders = 0
    var objects = 0
    var arrays = 0
    var types: Set<String> = []
    var scales: Set<Int> = []
    var words: Set<String> = []
  }

  private(set) var fields: [String: Field] = [:]
  /// By field, the words it ever took; nil once it proved to be free text.
  private var words: [String: [String]?] = [:]

  mutating func observe(_ value: JSONValue) {
    fields = [:]
    note(value, "", key: "", names: false, isFirst: true)
  }

  private mutating func note(_ value: JSONValue, _ path: String, key: String, names: Bool, isFirst: Bool) {
    if isFirst { fields[path, default: Field()].holders += 1 }
    func add(_ type: String) { fields[path, default: Field()].types.insert(type) }
    if let members = value.members {
      add("object")
      fields[path]?.objects += 1
      var seen: Set<String> = []
      for member in members {
        let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
        let names = Array(member.key.utf8).withUnsafeBytes { FieldText.namesThings($0) }
        note(member.value, inner, key: member.key, names: names, isFirst: seen.insert(member.key).inserted)
      }
    } else if let elements = value.elements {
      add("array")
      fields[path]?.arrays += 1
      var seen: Set<String> = []
      for element in elements {
        let kind = kind(of: element)
        note(element, "\(path)[\(kind)]", key: "", names: names, isFirst: seen.insert(kind).inserted)
      }
    } else if let text = value.text {
      noteText(text, path, names: names)
    } else if let number = value.numberText {
      add(number.contains { ".eE".contains($0) } ? "number" : "integer")
    } else {
      add(value.isNull ? "null" : "boolean")
    }
  }

  private func kind(of element: JSONValue) -> String {
    guard let first = element.members?.first, first.key.utf8.count > 4, first.key.hasSuffix("Type"),
      let word = first.value.text, word.wholeMatch(of: /[A-Z][A-Z0-9_]{0,31}/) != nil
    else { return "" }
    return word
  }

  private mutating func noteText(_ text: String, _ path: String, names: Bool) {
    if !names, let match = text.wholeMatch(of: /-?[0-9]+(?:\.([0-9]+))?/) {
      fields[path, default: Field()].types.insert("decimal")
      fields[path]?.scales.insert(min(31, match.1?.count ?? 0))
      return
    }
    fields[path, default: Field()].types.insert("string")
    guard !names, !text.isEmpty, var known = words[path] ?? [] else { return }
    if !known.contains(text) {
      guard text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]{0,31}/) != nil, known.count < 24 else {
        words[path] = .some(nil)
        fields[path]?.words = []
        return
      }
      known.append(text)
      words[path] = known
    }
    fields[path]?.words.insert(text)
  }
}

extension ShapeTree {
  /// The fields of the last response, by path.
  var observed: [String: PlainShapes.Field] {
    var paths: [String] = []
    for node in 0..<count {
      let facts = nodes[node]
      let key = String(
        decoding: UnsafeBufferPointer(start: facts.key, count: Int(facts.keyLength)), as: UTF8.self)
      let parent = facts.parent < 0 ? "" : paths[Int(facts.parent)]
      paths.append(
        node == 0 ? "" : facts.isElement ? "\(parent)[\(key)]" : parent.isEmpty ? key : "\(parent).\(key)")
    }
    var fields: [String: PlainShapes.Field] = [:]
    for node in touched {
      let facts = nodes[node]
      var field = PlainShapes.Field()
      (field.holders, field.objects, field.arrays) = (
        Int(facts.holders), Int(facts.objects), Int(facts.arrays)
      )
      field.types = Set(FieldType.types(in: facts.types).map(\.name))
      field.scales = Set((0..<32).filter { facts.scales & 1 << UInt32($0) != 0 })
      field.words = Set(
        words[node].indices.filter { facts.words & 1 << UInt32($0) != 0 }.map {
          String(decoding: words[node][$0], as: UTF8.self)
        })
      fields[paths[node]] = field
    }
    return fields
  }
}

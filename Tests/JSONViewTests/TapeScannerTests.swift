import Testing

@testable import JSONView

@Suite("Tape")
struct TapeScannerTests {
  @Test("a document lies on the tape in the order of its text")
  func order() throws {
    let text = #" {"a":[1,"x\"y",{}],"b":{"c":null,"d":true}, "e":[]} "#
    #expect(
      try tape(of: text) == [
        "object", "a array", "number 1", #"escapedString x\"y"#, "object", "b object", "c null", "d boolTrue",
        "e array",
      ])
  }

  @Test("an item knows what comes after its content")
  func next() throws {
    var scanner = TapeScanner()
    let bytes = PaddedBytes(Array(#"[{"a":[1,2]},3]"#.utf8))
    let items = try scanner.scan(bytes.unsafeBytes)
    #expect(items.map(\.next) == [6, 5, 5, 4, 5, 6])
    #expect(items.map { String(decoding: bytes.unsafeBytes[$0.range], as: UTF8.self) }[1] == #"{"a":[1,2]}"#)
  }

  @Test(
    "anything but a document is refused as the plain parser refuses it",
    arguments: [
      "", "[", "[1", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{1:2}", "{]", "[}", "1 2",
      "tru", "\"\\x\"", "[]]", "{\"a\":1 \"b\":2}", "01", "nul", "{\"a\":[}",
    ])
  func refusals(text: String) {
    #expect(throws: JSONError.self) { try tape(of: text) }
    #expect(throws: JSONError.self) { try JSONValue.parse(text) }
  }

  @Test("on any bytes the tape and the tree accept the same and see the same")
  func law() throws {
    var (accepted, refused) = (0, 0)
    for seed in 0..<UInt64(1000) {
      var generator = DocumentGenerator(random: SplitMix(seed: seed))
      var document = generator.document(.member("symbols"))
      if seed % 3 > 0 {
        let place = generator.random.below(document.count)
        document[place] = generator.random.pick(Array("{}[],:\"\\1 t".utf8))
      }
      var expected: [String] = []
      do { Self.lay(try JSONValue.parse(document), "", into: &expected) } catch {
        refused += 1
        #expect(throws: JSONError.self, "seed \(seed)") { try tape(of: document) }
        continue
      }
      accepted += 1
      #expect(try tape(of: document) == expected, "seed \(seed)")
    }
    #expect(accepted > 300)
    #expect(refused > 100)
  }

  /// What the tape of a value must say, read off the tree.
  private static func lay(_ value: JSONValue, _ key: String, into lines: inout [String]) {
    let isPlain = value.kind.isString || value.kind == .number
    let raw = value.kind.isString ? String(value.rawText.dropFirst().dropLast()) : value.rawText
    lines.append("\(key)\(value.kind)" + (isPlain ? " \(raw)" : ""))
    for element in value.elements ?? [] { lay(element, "", into: &lines) }
    for member in value.members ?? [] { lay(member.value, member.key + " ", into: &lines) }
  }

  private func tape(of text: [UInt8]) throws -> [String] {
    var scanner = TapeScanner()
    let bytes = PaddedBytes(text)
    return try scanner.scan(bytes.unsafeBytes).map { item in
      func part(_ range: Range<Int>) -> String { String(decoding: bytes.unsafeBytes[range], as: UTF8.self) }
      var key: [UInt8] = []
      JSONText.unescape(UnsafeRawBufferPointer(rebasing: bytes.unsafeBytes[item.keyRange]), into: &key)
      let isPlain = item.kind.isString || item.kind == .number
      return (item.keyStart > 0 ? String(decoding: key, as: UTF8.self) + " " : "") + "\(item.kind)"
        + (isPlain ? " \(part(item.range))" : "")
    }
  }

  private func tape(of text: String) throws -> [String] { try tape(of: Array(text.utf8)) }
}

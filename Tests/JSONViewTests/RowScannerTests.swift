import Testing

@testable import JSONView

@Suite("RowScanner")
struct RowScannerTests {
  @Test("cells are the slots' values: strings without quotes, nested values with their brackets")
  func cells() throws {
    let text = #"[{"s":"a b","e":"a\n","n":-1.50,"t":true,"f":false,"z":null,"o":{"x":[1, 2]} ,"l":[ "q" ]}]"#
    let document = try scan(text, ["s", "e", "n", "t", "f", "z", "o", "l", "absent"], .array)
    let cells = try #require(document.rows.first).cells
    #expect(
      cells.map { slice(text, $0.range) } == [
        "a b", #"a\n"#, "-1.50", "true", "false", "null", #"{"x":[1, 2]}"#, #"[ "q" ]"#, "",
      ])
    #expect(
      cells.map(\.kind) == [
        .string, .escapedString, .number, .boolTrue, .boolFalse, .null, .object, .array, .missing,
      ])
    #expect(cells.last == .missing)
  }

  @Test("fields without a slot are given with their key and whole value")
  func unknownFields() throws {
    let text = #"[{"a":1,"new\u0020field":"x","b":2,"list":[1]}]"#
    let unknown = try #require(try scan(text, ["a", "b"], .array).rows.first).unknown
    #expect(unknown.map { slice(text, $0.keyRange) } == [#"new\u0020field"#, "list"])
    #expect(unknown.map { slice(text, $0.value.range) } == [#""x""#, "[1]"])
    #expect(unknown.map(\.value.kind) == [.string, .array])
  }

  @Test("a key that appears twice is reported with the first value's place")
  func duplicates() throws {
    let text = #"[{"a":1,"b":2,"\u0061":3},{"a":4}]"#
    let rows = try scan(text, ["a", "b"], .array).rows
    #expect(rows[0].cells.map(\.kind) == [.duplicate, .number])
    #expect(slice(text, rows[0].cells[0].range) == "1")
    #expect(rows[1].cells[0].kind == .number)
  }

  @Test("the order of fields may change from record to record, and fields may come and go")
  func order() throws {
    let text =
      #"[{"a":1,"b":2,"c":3},{"c":3,"a":1,"b":2},{"b":2},{},{"x":0,"c":3,"y":0,"a":1},{"a":1,"b":2,"c":3}]"#
    let rows = try scan(text, ["a", "b", "c"], .array).rows
    let seen = rows.map { $0.cells.map { slice(text, $0.range) } }
    #expect(
      seen == [
        ["1", "2", "3"], ["1", "2", "3"], ["", "2", ""], ["", "", ""], ["1", "", "3"], ["1", "2", "3"],
      ])
  }

  @Test("names match whole, not by a prefix, at every length")
  func names() throws {
    let long = String(repeating: "k", count: 200)
    let names =
      (0...60).map { String(repeating: "k", count: $0) } + [long, long + "a", long + "b", "a\"b", "a\\b"]
    let members = names.reversed().map {
      "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\":\"\($0.utf8.count)\""
    }
    let text = "[{" + members.joined(separator: ",") + "}]"
    let row = try #require(try scan(text, names, .array).rows.first)
    #expect(row.cells.map { slice(text, $0.range) } == names.map { "\($0.utf8.count)" })
    #expect(row.unknown.isEmpty)
  }

  @Test("an element that is not an object is given by its kind and counted")
  func notObjects() throws {
    let rows = try scan(#"[1,{"a":1},"x",[{}],null,{}]"#, ["a"], .array).rows
    #expect(rows.map(\.kind) == [.number, .object, .string, .array, .null, .object])
    #expect(rows.map(\.pointer) == ["/0", "/1", "/2", "/3", "/4", "/5"])
    #expect(rows[1].range == 3..<10)
    #expect(rows[0].cells == [.missing])
  }

  @Test("one record may take the place of an array of records, if the shape allows it")
  func loneRecord() throws {
    for shape in [RowScanner.Shape.arrayOrObject, .object] {
      let rows = try scan(#" {"a":1} "#, ["a"], shape).rows
      #expect(rows.map(\.pointer) == [""])
      #expect(rows.map(\.range) == [1..<8])
    }
    #expect(try scan(#"[{"a":1}]"#, ["a"], .arrayOrObject).rows.map(\.pointer) == ["/0"])
  }

  @Test("the envelope is every other member, before and after the records")
  func envelope() throws {
    let text = #"{"zone":"UTC","symbols":[{"a":1},{"a":2}],"limits":[1,2],"t":5}"#
    let document = try scan(text, ["a"], .member("symbols"))
    #expect(document.envelope.map { slice(text, $0.keyRange) } == ["zone", "limits", "t"])
    #expect(document.envelope.map { slice(text, $0.value.range) } == [#""UTC""#, "[1,2]", "5"])
    #expect(document.rows.map(\.pointer) == ["/symbols/0", "/symbols/1"])
    #expect(document.rows.map { slice(text, $0.range) } == [#"{"a":1}"#, #"{"a":2}"#])
  }

  @Test("records under a name with a slash have an escaped pointer")
  func pointerEscapes() throws {
    #expect(try scan(#"{"a/b~c":[{}]}"#, [], .member("a/b~c")).rows.map(\.pointer) == ["/a~1b~0c/0"])
  }

  @Test(
    "a document without a place for records is refused with what was found",
    arguments: [
      ("{}", .array, "an array of records", .object, 0), ("7", .array, "an array of records", .number, 0),
      ("null", .arrayOrObject, "a record or an array of records", .null, 0),
      ("[]", .object, "one record", .array, 0),
      ("[]", .member("s"), "an object with the array s", .array, 0),
      ("{}", .member("s"), "the array s", .missing, 1),
      (#"{"a":[]}"#, .member("s"), "the array s", .missing, 7),
      (#"{"s":{}}"#, .member("s"), "the array s", .object, 5),
      (#"{"a":1,"s":"x"}"#, .member("s"), "the array s", .string, 11),
    ] as [(String, RowScanner.Shape, String, JSONKind, Int)])
  func shapes(text: String, shape: RowScanner.Shape, expected: String, found: JSONKind, offset: Int) {
    #expect(throws: JSONError.unexpectedShape(expected: expected, found: found, offset: offset)) {
      try scan(text, ["a"], shape)
    }
  }

  @Test("records under a name that appears twice are refused")
  func repeatedMember() {
    #expect(throws: JSONError.repeatedMember(name: "s", offset: 15)) {
      try scan(#"{"s":[{}],     "s":[{}]}"#, [], .member("s"))
    }
  }

  @Test("a malformed tail throws after the records before it, and goes on throwing")
  func malformedTail() throws {
    let padded = PaddedBytes(Array(#"[{"a":1},{"a":x}]"#.utf8))
    var scanner = RowScanner(fields: ["a"], shape: .array)
    try scanner.begin(padded.unsafeBytes)
    #expect(try scanner.next() == .record)
    for _ in 0..<2 {
      do throws(JSONError) {
        _ = try scanner.next()
        Issue.record("a malformed record was given")
      } catch {
        #expect(error == .malformed(offset: 14, reason: .badScalar))
      }
    }
  }

  @Test("the end is returned again on the next call, and a scanner serves one document after the other")
  func reuse() throws {
    var scanner = RowScanner(fields: ["a"], shape: .member("s"))
    for text in [#"{"s":[{"a":1}],"x":1}"#, #"{"s":[]}"#, "nonsense", #"{"y":2,"s":[{"a":"\n"},{"a":2}]}"#] {
      let document = try? ScannedDocument(Array(text.utf8), with: &scanner)
      #expect(document == (try? PlainRowScanner(fields: ["a"], shape: .member("s")).scan(Array(text.utf8))))
      if document != nil { #expect(try scanner.next() == .end) }
    }
  }

  private func scan(_ text: String, _ fields: [String], _ shape: RowScanner.Shape) throws -> ScannedDocument {
    var scanner = RowScanner(fields: fields, shape: shape)
    return try ScannedDocument(Array(text.utf8), with: &scanner)
  }

  private func slice(_ text: String, _ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }
}

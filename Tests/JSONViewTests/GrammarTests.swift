import Testing

@testable import JSONView

/// Texts that every strict parser takes or refuses; after Nicolas Seriot's JSONTestSuite.
@Suite("JSON grammar")
struct GrammarTests {
  @Test(
    "valid JSON is taken",
    arguments: [
      "[]", "{}", " [ ] ", "[1]", "[1,2]", "[[[]]]", "[{}]", "{\"\":0}", "{\"a\":{\"b\":[]}}", "\t[\r\n] ",
      "null", "true", "false", "0", "-0", "42", " 42 ", "-0.5", "1.50", "1e5", "1E+5", "1e-05", "-1.0E22",
      "123456789012345678901234567890", "1234567890123456", "12345678", "1234567", "10", "\"\"", "\"a\"",
      "\"\\\"\"", "\"\\\\\"", "\"\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\uABcd\"", "\"\\ud83d\\ude00\"",
      "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\u{7F}\"", "\"\u{20AC}\u{1F600}\"", "\"[{:,}]\"",
      "[\"a\" , \"b\"]", "{\"a\" : 1 , \"b\":2}", "{\"a\":1,\"a\":2}", "[1 ]", "[true ,false]",
      "\"\u{2028}\"",
      "[\"\\\\\"]", "[\"\\\\\\\"\",1]", "{\"\\u0061\":1}",
    ])
  func valid(text: String) throws {
    let value = try JSONValue.parse(text)
    let trimmed = text.drop { $0.isWhitespace }
    #expect(trimmed.hasPrefix(value.rawText))
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", " ", "\n", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1}", "{]",
      "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1", "{\"a\":1,\"b\"", "{\"a\" 1}", "{\"a\"::1}",
      "{\"a\",1}", "{a:1}", "{1:1}", "{'a':1}", "{null:1}", "{\"a\":1 \"b\":2}", "{\"a\":1}}", "[]]", "[][]",
      "{}{}", "1 2", "\"a\"\"b\"", "\"a\"b", "\"a\" b", "[\"a\"b]", "[\"a\"1]", "[1\"a\"]", "a\"b\"", "\"",
      "\"a", "\"a\\\"", "\"\\\"", "[\"\\\\\\\"]", "\"\\x\"", "\"\\u12\"", "\"\\u123g\"", "\"\\U0041\"",
      "\"\\\u{1}\"", "\"\\\u{E9}\"", "\"\\\n\"", "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "\\",
      "\\\"a\"",
      "[\\n]", "true1", "truefalse", "tru", "True", "nul", "nulll", "falsey", "NaN", "Infinity", "-Infinity",
      "+1", "-", "--1", "01", "-01", "00", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1ee5", "1.5.5", "0x10",
      "1_000", "1a", "0e", "12345678a", "123456789012345a", "1234567890123456a", "\u{FF11}", "[1]x", "x[1]",
      "[1]\u{0}", "\u{0}", "[\u{0}]", "[1\u{C}]", "[\u{C}1]", "{\"a\"\u{1A}1}", "[1\u{C}2]", "[\u{A0}]",
      "\u{FEFF}[]", "[]\u{FEFF}", "// x\n[]", "[/**/]", "<html>", "[1]\u{B}", "\"a\"\u{C}",
      "[\"a\"\u{C}\"b\"]",
    ])
  func invalid(text: String) {
    #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    for inner in ["[\(text)]", "[{\"a\":\(text)}]"]
    where !text.allSatisfy(\.isWhitespace) && !text.hasPrefix("1 2") {
      expectRefused(Array(inner.utf8))
    }
  }

  @Test(
    "bytes that are not UTF-8 are refused at their offset",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5],
      [0xFF],
    ] as [[UInt8]])
  func notUTF8(bytes: [UInt8]) {
    let text = Array("[\"ab".utf8) + bytes + Array("\"]".utf8)
    #expect(throws: JSONError.malformed(offset: 4, reason: .invalidUTF8)) { try JSONValue.parse(text) }
  }

  @Test("nesting is taken to 1024 levels and refused beyond, in records and trees alike")
  func depth() throws {
    for (depth, isFine) in [(1024, true), (1025, false), (100_000, false)] {
      let array =
        Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
      #expect(((try? JSONValue.parse(array)) != nil) == isFine)
      var elements = RowScanner(fields: [], shape: .array)
      #expect(((try? ScannedDocument(array, with: &elements)) != nil) == isFine)
      let inner =
        String(repeating: "{\"a\":", count: depth - 2) + "1" + String(repeating: "}", count: depth - 2)
      var records = RowScanner(fields: ["a"], shape: .array)
      #expect(((try? ScannedDocument(Array("[{\"x\":\(inner)}]".utf8), with: &records)) != nil) == isFine)
    }
  }

  @Test(
    "a refusal names the offset and the rule",
    arguments: [
      ("[1,x]", 3, .badScalar), ("[1,]", 3, .expectedValue), ("{\"a\" 1}", 5, .expectedColon),
      ("{\"a\":1,}", 7, .expectedKey), ("[1] 2", 4, .trailingBytes), ("[\"a\\x\"]", 3, .badEscape),
      ("[\"a\nb\"]", 3, .controlCharacter), ("[\"abc", 1, .unclosedString), ("[1", 2, .expectedSeparator),
      ("  ", 0, .empty), ("\u{FEFF}1", 0, .byteOrderMark), ("[1 2]", 3, .expectedSeparator),
      ("[\"a\", \\\"b\"]", 6, .badScalar),
    ] as [(String, Int, JSONError.Reason)])
  func offsets(text: String, offset: Int, reason: JSONError.Reason) {
    #expect(throws: JSONError.malformed(offset: offset, reason: reason)) { try JSONValue.parse(text) }
  }

  @Test("a message states place and rule, and nothing of the content")
  func message() throws {
    let error = #expect(throws: JSONError.self) { try JSONValue.parse("[\"secret\", secret]") }
    #expect(error?.description == "not JSON at byte 11: neither a string, a number, true, false nor null")
    #expect(error?.offset == 11)
  }

  private func expectRefused(_ bytes: [UInt8]) {
    var scanner = RowScanner(fields: ["a"], shape: .array)
    #expect(throws: JSONError.self, "\(String(decoding: bytes, as: UTF8.self))") {
      _ = try ScannedDocument(bytes, with: &scanner)
    }
  }
}

import Testing

@testable import JSONView

@Suite("JSONText")
struct JSONTextTests {
  @Test(
    "escapes become their text",
    arguments: [
      ("", ""), ("plain", "plain"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#"\u0041\u00e9\u20AC"#, "A\u{E9}\u{20AC}"),
      (#"\ud83d\ude00"#, "\u{1F600}"), (#"a\ud83db"#, "a\u{FFFD}b"), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
      (#"\ud83d\ud83d\ude00"#, "\u{FFFD}\u{1F600}"), (#"\ud83d\n"#, "\u{FFFD}\n"), (#"\u0000"#, "\u{0}"),
      (#"\\u0041"#, #"\u0041"#), (#"\udbff\udfff"#, "\u{10FFFF}"), (#"\ud800\u0041"#, "\u{FFFD}A"),
    ])
  func unescape(raw: String, text: String) {
    var output = Array(">".utf8)
    Array(raw.utf8).withUnsafeBytes { JSONText.unescape($0, into: &output) }
    #expect(String(decoding: output, as: UTF8.self) == ">" + text)
    #expect(plainUnescape(Array(raw.utf8)) == Array(text.utf8))
  }

  @Test(
    "quoting escapes what must be and nothing else",
    arguments: [
      ("", #""""#), ("plain \u{E9}/\u{7F}", "\"plain \u{E9}/\u{7F}\""), ("\"\\", #""\"\\""#),
      ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#), ("\u{0}\u{1}\u{1F}x", #""\u0000\u0001\u001fx""#),
    ])
  func quote(text: String, quoted: String) {
    var output = Array(">".utf8)
    JSONText.appendQuoted(Array(text.utf8), to: &output)
    #expect(String(decoding: output, as: UTF8.self) == ">" + quoted)
  }

  @Test("padded bytes are followed by zeros, again after they are replaced")
  func padding() {
    var padded = PaddedBytes(Array(repeating: 7, count: 100))
    for count in [100, 3, 0, 1000, 999] {
      Array(repeating: UInt8(9), count: count).withUnsafeBytes { padded.replace(copying: $0) }
      #expect(padded.count == count)
      let wide = UnsafeRawBufferPointer(
        start: padded.unsafeBytes.baseAddress, count: count + PaddedBytes.padding)
      #expect(
        Array(wide) == Array(repeating: 9, count: count) + Array(repeating: 0, count: PaddedBytes.padding))
    }
  }
}

import JSONView
import Testing

@Suite("What is written as JSON")
struct JSONWriterTests {
  private func text(_ write: (inout JSONWriter) -> Void) -> String {
    String(decoding: JSONWriter.bytes(write), as: UTF8.self)
  }

  @Test("commas are between members and elements, and nowhere else")
  func commas() {
    let written = text { writer in
      writer.object { writer in
        writer.member("a", 1)
        writer.name("b")
        writer.array { writer in
          writer.array { _ in }
          writer.object { _ in }
          writer.raw("2.50".utf8)
          writer.null()
        }
        writer.member("c", ["x", "y"])
        writer.name("d")
        writer.object { $0.member("e", true) }
        writer.member("f", String?.none)
      }
    }
    #expect(written == #"{"a":1,"b":[[],{},2.50,null],"c":["x","y"],"d":{"e":true},"f":null}"#)
  }

  @Test("names and texts are escaped, numbers are whole whatever their size")
  func escapes() {
    let written = text { writer in
      writer.object {
        $0.member("a\"\n", "b\\\u{1}é")
        $0.member("least", Int64.min)
        $0.member("most", UInt64.max)
      }
    }
    #expect(
      written == #"{"a\"\n":"b\\\u0001é","least":-9223372036854775808,"most":18446744073709551615}"#)
  }

  @Test("a document is appended to existing bytes, also where its writing is interrupted")
  func appended() {
    struct Stop: Error {}
    var bytes = Array("before ".utf8)
    JSONWriter.append(to: &bytes) { $0.array { $0.text(utf8: UnsafeRawBufferPointer(start: nil, count: 0)) } }
    #expect(throws: Stop.self) {
      try JSONWriter.append(to: &bytes) { (_: inout JSONWriter) throws(Stop) in throw Stop() }
    }
    #expect(String(decoding: bytes, as: UTF8.self) == #"before [""]"#)
  }

  @Test("a document assembled beforehand is written the same")
  func documents() throws {
    let document = JSONDocument.object([
      ("a", .array([.null, .bool(false), .integer(-3), .text("t"), .raw(Array("1e5".utf8))])),
      ("b", .number(UInt64.max)), ("c", .text(String?.none)),
    ])
    let expected = #"{"a":[null,false,-3,"t",1e5],"b":9223372036854775807,"c":null}"#
    #expect(String(decoding: document.bytes, as: UTF8.self) == expected)
    #expect(document.line == document.bytes + [10])
  }
}

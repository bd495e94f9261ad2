import EventModel
import Testing

@testable import Ingest

@Suite("Header lines")
struct HeaderBlockTests {
  private func block(_ lines: [String]) -> HeaderBlock {
    var block = HeaderBlock()
    for line in lines { Array((line + "\r\n").utf8).withUnsafeBytes { block.take(line: $0) } }
    return block
  }

  @Test(
    "a status line gives version and status",
    arguments: [
      ("HTTP/1.1 200 OK", HTTPVersion.http1_1, 200), ("HTTP/1.0 404", .http1_0, 404),
      ("HTTP/2 200 ", .http2, 200),
      ("HTTP/3 503", .http3, 503), ("HTTP/1.1 451 Unavailable For Legal Reasons", .http1_1, 451),
      ("HTTP/7 200 OK", .unknown, 200),
    ] as [(String, HTTPVersion, UInt16)])
  func statusLine(line: String, version: HTTPVersion, status: UInt16) {
    let block = block([line, ""])
    #expect(block.version == version)
    #expect(block.status == status)
    #expect(block.fields.isEmpty)
  }

  @Test(
    "a status line without a status has none",
    arguments: ["HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 x", "HTTP/1.1 99999"])
  func noStatus(line: String) {
    #expect(block([line, ""]).status == nil)
  }

  @Test("of several responses the last stays, and its trailers with it")
  func several() {
    let block = block(["HTTP/1.1 100 Continue", "A: b", "", "HTTP/1.1 200 OK", "C: d", "", "E: f"])
    #expect(block.status == 200)
    #expect(block.fields == [HeaderField(name: "C", value: "d"), HeaderField(name: "E", value: "f")])
  }

  @Test(
    "a value keeps its colons and inner spaces, bytes that are no UTF-8 are replaced, other lines dropped")
  func odd() {
    var block = block([
      "HTTP/1.1 200 OK", "Date:  Mon, 23 Nov 2026  08:10:42 GMT \t", "no colon here", ":nameless",
    ])
    ([UInt8]("X: ".utf8) + [0xE9]).withUnsafeBytes { block.take(line: $0) }
    #expect(block.fields.map(\.name) == ["Date", "", "X"])
    #expect(block.fields.map(\.value) == ["Mon, 23 Nov 2026  08:10:42 GMT", "nameless", "\u{FFFD}"])
  }
}

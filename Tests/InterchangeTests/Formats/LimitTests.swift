import EventModel
import Interchange
import TestKit
import Testing

@Suite("Limits of files that come from others")
struct LimitTests {
  private static let body = "{\"serverTime\":1}"

  private func warc(fields: String = "", http: String = "", block: String? = nil) -> String {
    let block = block ?? "HTTP/1.1 200 OK\r\n\(http)\r\n\(Self.body)"
    return """
      WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://api.binance.us/api/v3/time\r\n\(fields)\
      WARC-Date: 2024-05-06T07:08:09Z\r\nContent-Length: \(block.utf8.count)\r\n\r\n\(block)\r\n\r\n
      """
  }

  /// The words with which a file is refused; nil where it is taken.
  private func refusal(_ text: String, as name: String = "e.warc") throws -> String? {
    let archive = try ArchiveBuilder()
    do {
      _ = try EventsImport.run(archive.directory.write(text.utf8, to: name), into: archive.log)
      return nil
    } catch let error as InterchangeError {
      #expect(try archive.last == 0)
      return "\(error)"
    }
  }

  private func line(_ count: Int) -> String { "X: " + String(repeating: "v", count: count - 3) + "\r\n" }

  @Test("a line and a number of lines at the limit are taken, in a record's header and in its message's")
  func within() throws {
    #expect(try refusal(warc(fields: line(65_536))) == nil)
    #expect(try refusal(warc(http: line(65_536))) == nil)
    #expect(try refusal(warc(fields: String(repeating: "A: b\r\n", count: 19_996))) == nil)
    #expect(try refusal(warc(http: String(repeating: "A: b\r\n", count: 20_000))) == nil)
  }

  @Test("more is refused with the record")
  func beyond() throws {
    let good = warc()
    let cases = [
      (warc(fields: line(65_537)), "one of its header lines is longer than 64 KiB"),
      (warc(http: line(65_537)), "one of its header lines is longer than 64 KiB"),
      (warc(fields: String(repeating: "A: b\r\n", count: 20_001)), "more than 20000"),
      (warc(http: String(repeating: "A: b\r\n", count: 20_001)), "more than 20000"),
      (warc(fields: String(repeating: line(60_000), count: 9)), "longer than 256 KiB"),
      (warc(http: String(repeating: line(60_000), count: 9)), "longer than 256 KiB"),
      (warc(block: "HTTP/1.1 200 OK\r\n" + String(repeating: "a", count: 1 << 20)), "longer than 256 KiB"),
    ]
    for (text, words) in cases {
      let refusal = try #require(try refusal(good + text))
      #expect(refusal.contains(", record 2: ") && refusal.contains(words), "\(refusal.prefix(300))")
    }
  }

  @Test("a header that never ends is refused without being read to its end")
  func endless() throws {
    let refusal = try refusal("WARC/1.1\r\n" + String(repeating: "A: b\r\n", count: 3 << 20))
    #expect(
      refusal?.contains("record 1: its header is longer than 256 KiB") == true,
      "\(String(describing: refusal))")
  }

  @Test("a HAR entry with too many headers, and one that nests too deep, are refused with their places")
  func har() throws {
    func document(_ headers: Int, _ more: String = "1") -> String {
      let list = Array(repeating: #"{"name":"a","value":"b"}"#, count: headers).joined(separator: ",")
      return """
        {"log":{"entries":[{"startedDateTime":"2024-05-06T07:08:09Z","time":1,"more":\(more),
        "request":{"method":"GET","url":"https://api.binance.us/api/v3/time","headers":[]},
        "response":{"status":200,"headers":[\(list)],"content":{"text":"{}"}}}]}}
        """
    }
    #expect(try refusal(document(20_000), as: "e.har") == nil)
    #expect(
      try refusal(document(20_001), as: "e.har")?.contains("entry 1: its response has more than 20000")
        == true)
    let deep = String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)
    #expect(try refusal(document(0, deep), as: "e.har")?.contains("line 1: ") == true)
  }

  @Test("an archive's own responses with as many headers as an event holds are exported and read back")
  func own() throws {
    let (archive, other) = (try ArchiveBuilder(), try ArchiveBuilder())
    let headers = Array(repeating: HeaderField(name: "a", value: ""), count: 15_000)
    try archive.append([
      NewEvent(
        run: try #require(RunID("r")), ordinal: 0, endpoint: "/api/v3/time", method: "GET",
        host: "api.binance.us", path: "/api/v3/time", attempt: 1, observedAt: ArchiveBuilder.someTime,
        status: 200, responseHeaders: headers, body: Array(Self.body.utf8))
    ])
    var bytes: [UInt8] = []
    let format = WARCFormat(version: "0", archive: "a", madeAt: ArchiveBuilder.someTime)
    _ = try EventExport.run(EventSelection(through: 1), of: archive.log, as: format) { bytes += $0 }
    #expect(try EventsImport.run(archive.directory.write(bytes, to: "e"), into: other.log).appended == 1)
  }
}

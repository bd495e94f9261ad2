import EventModel
import Interchange
import TestKit
import Testing

@Suite("Events that are dated ahead")
struct FutureEventTests {
  private static let latest = LatestTime(now: ArchiveBuilder.someTime)
  private static let ahead = Timestamp(
    microseconds: ArchiveBuilder.someTime.microseconds + 40 * 86_400_000_000)

  private func take(_ text: String, into archive: ArchiveBuilder, as name: String) throws -> ImportReport {
    try EventsImport.run(
      archive.directory.write(text.utf8, to: name), into: archive.log, latest: Self.latest)
  }

  private func refusal(_ text: String, as name: String) throws -> String {
    let archive = try ArchiveBuilder()
    let error = try #require(throws: InterchangeError.self) { try take(text, into: archive, as: name) }
    #expect(try archive.last == 0)
    return "\(error)"
  }

  private func export(_ archive: ArchiveBuilder, as format: some EventFormat) throws -> String {
    var bytes: [UInt8] = []
    _ = try EventExport.run(EventSelection(through: archive.last), of: archive.log, as: format) {
      bytes += $0
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "one of no archive is refused with its line, whatever it claims",
    arguments: [
      #""observed_at":"2031-01-01T00:00:00Z""#,
      #""observed_at":"2031-01-01T00:00:00Z","kind":"run_start","endpoint":"""#,
      #""observed_at":"2031-01-01T00:00:00Z","sequence":2"#,
      #""observed_at":"2031-01-01T00:00:00Z","appended_at":"2031-01-01T00:00:00Z""#,
      #""observed_at":"2031-01-01T00:00:00Z","sequence":7,"appended_at":"2031-01-01T00:00:00Z""#,
    ])
  func lines(members: String) throws {
    let good = #"{"run":"r","endpoint":"/api/v3/time","observed_at":"2026-11-23T00:00:00Z","body":"{}"}"#
    let bad =
      members.contains("endpoint")
      ? "{\"run\":\"r\",\(members)}"
      : good.replacing(
        #""observed_at":"2026-11-23T00:00:00Z""#, with: members)
    let words = try refusal("\(good)\n\(bad)\n", as: "e.jsonl")
    #expect(words.contains("line 2: observed at 2031-01-01T00:00:00.000000Z is in the future"), "\(words)")
  }

  @Test("what an archive recorded is restored as it is, though its machine's clock was ahead")
  func restored() throws {
    let (archive, other) = (try ArchiveBuilder(), try ArchiveBuilder())
    try archive.record("/api/v3/time", "{\"serverTime\":1}")
    try archive.record("/api/v3/time", "{\"serverTime\":2}", at: Self.ahead)
    let text = try export(archive, as: JSONLinesFormat())
    #expect(try take(text, into: other, as: "e.jsonl").appended == 2)
    #expect(try take(text, into: other, as: "e.jsonl").alreadyThere == 2)
    // In the middle of another archive it would hide what that one fetches.
    let third = try ArchiveBuilder()
    try third.record("/api/v3/account", "{}", run: "mine")
    let error = try #require(throws: InterchangeError.self) { try take(text, into: third, as: "e.jsonl") }
    #expect("\(error)".contains("line 2"))
    #expect(try third.last == 1)
  }

  @Test("an entry of a HAR file and a record of a WARC file are refused with their places")
  func foreign() throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/time", "{\"serverTime\":1}")
    try archive.record("/api/v3/time", "{\"serverTime\":2}", at: Self.ahead)
    // Without the members of ours they are files of another program.
    let har = try export(archive, as: HARFormat(version: "0")).replacing("\"_event\"", with: "\"_other\"")
    #expect(try refusal(har, as: "e.har").contains("entry 2: observed at"))
    func response(_ date: String) -> String {
      let block = "HTTP/1.1 200 OK\r\n\r\n{}"
      return """
        WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://api.binance.us/api/v3/time\r\n\
        WARC-Date: \(date)\r\nContent-Length: \(block.utf8.count)\r\n\r\n\(block)\r\n\r\n
        """
    }
    let warc = response("2026-11-23T00:00:00Z") + response("2031-01-01T00:00:00Z")
    #expect(try refusal(warc, as: "e.warc").contains("record 2: observed at 2031"))
  }
}

import EventModel
import Interchange
import TestKit
import Testing

@Suite("Files of other programs, imported again with more in them")
struct KnownResponseTests {
  private func har(_ numbers: ClosedRange<Int>) -> String {
    let entries = numbers.map { number in
      """
      {"startedDateTime":"2024-05-06T07:08:\(number + 10)Z","time":1,"request":{"method":"GET",
      "url":"https://api.binance.us/api/v3/time","headers":[]},"response":{"status":200,"headers":[],
      "content":{"text":"{\\"serverTime\\":\(number)}"}}}
      """
    }
    return "{\"log\":{\"entries\":[\(entries.joined(separator: ","))]}}"
  }

  private func warc(_ numbers: ClosedRange<Int>) -> String {
    numbers.map { number in
      let block = "HTTP/1.1 200 OK\r\n\r\n{\"serverTime\":\(number)}"
      return """
        WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://api.binance.us/api/v3/time\r\n\
        WARC-Date: 2024-05-06T07:08:\(number + 10)Z\r\nContent-Length: \(block.utf8.count)\r\n\r\n\(block)\r\n\r\n
        """
    }.joined()
  }

  @Test("only what is new is added, and the same file adds nothing", arguments: ["har", "warc"])
  func again(format: String) throws {
    let archive = try ArchiveBuilder()
    func take(_ numbers: ClosedRange<Int>) throws -> (Int, Int) {
      let text = format == "har" ? har(numbers) : warc(numbers)
      let report = try EventsImport.run(
        archive.directory.write(text.utf8, to: "saved"), into: archive.log)
      return (report.appended, report.alreadyThere)
    }
    #expect(try take(1...3) == (3, 0))
    #expect(try take(1...3) == (0, 3))
    #expect(try take(1...5) == (2, 3))
    #expect(try take(0...5) == (1, 5))
    #expect(try take(0...5) == (0, 6))
    #expect(try archive.last == 6)
  }

  @Test("what the two formats hold of one response is one response, and so is a saved body")
  func across() throws {
    let archive = try ArchiveBuilder()
    let file = try archive.directory.write(warc(1...2).utf8, to: "saved.warc")
    _ = try EventsImport.run(file, into: archive.log)
    let late = har(1...2).replacing("\"time\":1,", with: "\"time\":0,")
    let report = try EventsImport.run(archive.directory.write(late.utf8, to: "saved.har"), into: archive.log)
    #expect((report.appended, report.alreadyThere) == (0, 2))
    let at = try #require(Timestamp(iso8601: "2024-05-06T07:08:11Z"))
    let raw = try RawImport(endpoint: "/api/v3/time", query: "", observedAt: at)
    let body = try archive.directory.write("{\"serverTime\":1}".utf8, to: "time.json")
    #expect(try raw.run([body], into: archive.log).report.alreadyThere == 1)
  }

  @Test("what a crawler received twice at one time is kept twice, and once more is one more")
  func repeated() throws {
    let archive = try ArchiveBuilder()
    let one = warc(1...1)
    for (copies, added) in [(2, 2), (2, 0), (1, 0), (3, 1), (3, 0)] {
      let text = String(repeating: one, count: copies)
      let report = try EventsImport.run(archive.directory.write(text.utf8, to: "saved"), into: archive.log)
      #expect((report.appended, report.alreadyThere) == (added, copies - added))
    }
    #expect(try archive.last == 3)
  }

  @Test("another status, time, query or body is another response")
  func different() throws {
    let archive = try ArchiveBuilder()
    let at = try #require(Timestamp(iso8601: "2024-05-06T07:08:11Z"))
    let body = "{\"serverTime\":1}"
    try archive.record("/api/v3/time", body, at: at, status: 503)
    try archive.record("/api/v3/time", body, at: Timestamp(microseconds: at.microseconds + 1))
    try archive.record("/api/v3/time", query: "a=1", body, at: at)
    try archive.record("/api/v3/time", "{\"serverTime\":2}", at: at)
    try archive.mark(.failure, "/api/v3/time", at: at)
    let report = try EventsImport.run(
      archive.directory.write(warc(1...1).utf8, to: "saved"), into: archive.log)
    #expect((report.appended, report.alreadyThere) == (1, 0))
  }

  @Test("saved snapshots that would hide each other draw a warning, histories do not")
  func superseding() throws {
    let archive = try ArchiveBuilder()
    let at = try #require(Timestamp(iso8601: "2024-05-06T07:08:11Z"))
    let files = try (0..<3).map { try archive.directory.write("{\"a\":\($0)}".utf8, to: "\($0).json") }
    let raw = try RawImport(endpoint: "/api/v3/account", query: "", observedAt: at)
    let first = try raw.run([files[0], files[1]], into: archive.log)
    #expect(
      first.warnings == [
        .superseding(endpoint: "/api/v3/account", time: at, files: [files[0], files[1]], events: [])
      ])
    let second = try raw.run([files[0], files[2]], into: archive.log)
    #expect(
      second.warnings == [
        .superseding(endpoint: "/api/v3/account", time: at, files: [files[2]], events: [1, 2])
      ])
    let history = try RawImport(endpoint: "/api/v3/myTrades", query: "", observedAt: at)
    #expect(try history.run(files, into: archive.log).warnings.isEmpty)
    #expect(try raw.run(files, into: archive.log).warnings.isEmpty)
  }

  @Test("a time before Binance.US, and one that the body contradicts, draw warnings")
  func odd() throws {
    let archive = try ArchiveBuilder()
    let file = try archive.directory.write("{\"serverTime\":1618677408299}".utf8, to: "t.json")
    let early = try #require(Timestamp(iso8601: "2018-09-01"))
    let raw = try RawImport(endpoint: "/api/v3/time", query: "", observedAt: early)
    #expect(
      try raw.run([file], into: archive.log).warnings == [
        .beforeOpening(file: file, time: early),
        .otherTime(file: file, own: Timestamp(microseconds: 1_618_677_408_299_000), given: early),
      ])
  }
}

import EventModel
import Interchange
import TestKit
import Testing

@Suite("Raw bodies in")
struct RawImportTests {
  private static let body = "{ \"serverTime\" : 1499827319559 }\n"

  private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

  @Test("bodies are kept byte for byte, as one run whose id is stable")
  func stable() throws {
    let (archive, other) = (try ArchiveBuilder(), try ArchiveBuilder())
    let raw = try RawImport(
      endpoint: "/api/v3/time", query: "b=2&a=1", observedAt: time("2021-04-17T16:36:48Z"))
    let files = try [Self.body, "{\"serverTime\":2}"].enumerated().map { index, text in
      try archive.directory.write(text.utf8, to: "\(index).json")
    }
    let first = try raw.run(files, into: archive.log)
    let run = try #require(first.run)
    #expect(run.text.hasPrefix("20210417T163648Z-import-"))
    #expect(first.report.appended == 2)
    let events = try PlainEvent.all(of: archive.log)
    #expect(events.map(\.body) == [Array(Self.body.utf8), Array("{\"serverTime\":2}".utf8)])
    #expect(events.allSatisfy { $0.header.query == "a=1&b=2" && $0.header.flags == .imported })
    let again = try raw.run(files, into: archive.log)
    #expect(again.run == nil)
    #expect((again.report.appended, again.report.alreadyThere) == (0, 2))
    #expect(try raw.run(files, into: other.log).run == run)
  }

  @Test("other words, times, bodies or an other order make another run")
  func others() throws {
    let (a, b) = (Array("{\"uid\":1}".utf8), Array("{}".utf8))
    let (early, later) = ("2021-04-17T16:36:48Z", "2021-04-17T16:36:48.5Z")
    let runs = try [
      ("/api/v3/time", "", early, [a, b]), ("/api/v3/time", "", early, [b, a]),
      ("/api/v3/time", "", early, [a]), ("/api/v3/time", "x=1", early, [a]),
      ("/api/v3/account", "", early, [a]), ("/api/v3/time", "", later, [a]),
    ].map { path, query, at, bodies in
      let archive = try ArchiveBuilder()
      let files = try bodies.enumerated().map { try archive.directory.write($1, to: "\($0)") }
      return try RawImport(endpoint: path, query: query, observedAt: time(at)).run(files, into: archive.log)
        .run
    }
    #expect(Set(runs).count == runs.count && !runs.contains(nil))
  }

  @Test("bodies given again with one more add that one alone, in any order and however they came in")
  func oneMore() throws {
    let archive = try ArchiveBuilder()
    let texts = (1...4).map { "[{\"id\":\($0)}]" }
    let files = try texts.enumerated().map { try archive.directory.write($1.utf8, to: "\($0)") }
    let at = try time("2021-04-17T16:36:48Z")
    // As the first version stored them: under a run that nothing now derives.
    for text in texts[..<2] {
      try archive.record(
        "/api/v3/myTrades", query: "symbol=BTCUSD", text, run: "20210417T163648Z-import-0", at: at)
    }
    let raw = try RawImport(endpoint: "/api/v3/myTrades", query: "symbol=BTCUSD", observedAt: at)
    let more = try raw.run([files[2], files[0], files[1]], into: archive.log)
    #expect((more.report.appended, more.report.alreadyThere) == (1, 2))
    let twice = try raw.run([files[3], files[3], files[2]], into: archive.log)
    #expect((twice.report.appended, twice.report.alreadyThere) == (1, 2))
    #expect(try PlainEvent.all(of: archive.log).map { String(decoding: $0.body, as: UTF8.self) } == texts)
    // Another query or time is another response.
    let other = try RawImport(endpoint: "/api/v3/myTrades", query: "symbol=ETHUSD", observedAt: at)
    #expect(try other.run([files[0]], into: archive.log).report.appended == 1)
  }

  @Test(
    "a file that is not JSON is refused with its line, and none of the files is kept",
    arguments: [
      ("", 1), ("<html>", 1), ("{\n\"a\":1,\n}", 3), ("{}\n{}", 2), ("{\"a\":01}", 1), ("\u{FEFF}{}", 1),
      ("nul", 1),
    ])
  func refused(text: String, line: Int) throws {
    let archive = try ArchiveBuilder()
    let good = try archive.directory.write(Self.body.utf8, to: "good.json")
    let bad = try archive.directory.write(text.utf8, to: "bad.json")
    let raw = try RawImport(endpoint: "/api/v3/time", query: "", observedAt: ArchiveBuilder.someTime)
    let error = try #require(throws: InterchangeError.self) { try raw.run([good, bad], into: archive.log) }
    guard case .part(let path, let found, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect((path, found) == (bad, "line \(line)"))
    #expect(try archive.last == 0)
  }

  @Test("an endpoint that the archive does not know, and a file that is not there, are refused")
  func unknown() throws {
    #expect(throws: InterchangeError.self) {
      try RawImport(endpoint: "/api/v3/depth", query: "", observedAt: ArchiveBuilder.someTime)
    }
    let archive = try ArchiveBuilder()
    let raw = try RawImport(endpoint: "/api/v3/time", query: "", observedAt: ArchiveBuilder.someTime)
    #expect(throws: InterchangeError.self) {
      try raw.run([archive.directory.file("none")], into: archive.log)
    }
    #expect(throws: InterchangeError.self) { try raw.run([archive.directory.path], into: archive.log) }
  }
}

import EventLog
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
    let (run, report) = try raw.run(files, into: archive.log)
    #expect(
      run.text == "20210417T163648Z-import-85bff7f72e95" || run.text.hasPrefix("20210417T163648Z-import-"))
    #expect(report.appended == 2)
    let events = try PlainEvent.all(of: archive.log)
    #expect(events.map(\.body) == [Array(Self.body.utf8), Array("{\"serverTime\":2}".utf8)])
    #expect(events.allSatisfy { $0.header.query == "a=1&b=2" && $0.header.flags == .imported })
    let (sameRun, again) = try raw.run(files, into: archive.log)
    #expect(sameRun == run)
    #expect((again.appended, again.alreadyThere) == (0, 2))
    #expect(try raw.run(files, into: other.log).run == run)
  }

  @Test("other words, times, bodies or an other order make another run")
  func others() throws {
    let archive = try ArchiveBuilder()
    let (a, b) = (
      try archive.directory.write(Self.body.utf8, to: "a"), try archive.directory.write("{}".utf8, to: "b")
    )
    let early = try time("2021-04-17T16:36:48Z")
    let runs = try [
      RawImport(endpoint: "/api/v3/time", query: "", observedAt: early).run([a, b], into: archive.log).run,
      RawImport(endpoint: "/api/v3/time", query: "", observedAt: early).run([b, a], into: archive.log).run,
      RawImport(endpoint: "/api/v3/time", query: "", observedAt: early).run([a], into: archive.log).run,
      RawImport(endpoint: "/api/v3/time", query: "x=1", observedAt: early).run([a], into: archive.log).run,
      RawImport(endpoint: "/api/v3/account", query: "", observedAt: early).run([a], into: archive.log).run,
      RawImport(endpoint: "/api/v3/time", query: "", observedAt: time("2021-04-17T16:36:48.5Z"))
        .run([a], into: archive.log).run,
    ]
    #expect(Set(runs).count == runs.count)
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

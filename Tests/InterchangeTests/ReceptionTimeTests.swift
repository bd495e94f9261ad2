import EventLog
import EventModel
import Interchange
import TestKit
import Testing

@Suite("When a saved body was received")
struct ReceptionTimeTests {
  private static let now = Timestamp(iso8601: "2026-11-24T12:00:00Z") ?? Timestamp(microseconds: 0)
  private static let latest = LatestTime(now: now)

  private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

  /// Imports one file and gives the event's time, or the error.
  private func received(
    _ body: String, endpoint: String = "/api/v3/time", at: String? = nil, file: String? = nil,
    usesFileTimes: Bool = false
  ) throws -> String {
    let archive = try ArchiveBuilder()
    let raw = try RawImport(
      endpoint: endpoint, query: "", observedAt: try at.map { try time($0) }, usesFileTimes: usesFileTimes,
      latest: Self.latest)
    let saved = RawImport.File(
      path: try archive.directory.write(body.utf8, to: "saved.json"), name: "saved.json",
      modifiedAt: try file.map { try time($0) })
    do {
      _ = try raw.run([saved], into: ImportTarget(archive.log))
    } catch {
      #expect(try archive.last == 0)
      return "\(error)"
    }
    return try archive.log.read { (snapshot: borrowing Snapshot) in
      try snapshot.header(of: 1).observedAt.iso8601
    }
  }

  private static let own = #"{"serverTime":1618677408299}"#

  @Test("the given time wins, then serverTime, then the file's own where that is wanted")
  func precedence() throws {
    let (file, given) = ("2021-05-01T00:00:00Z", "2021-04-18T00:00:00Z")
    #expect(
      try received(Self.own, at: given, file: file, usesFileTimes: true) == "2021-04-18T00:00:00.000000Z")
    #expect(try received(Self.own, file: file, usesFileTimes: true) == "2021-04-17T16:36:48.299000Z")
    #expect(
      try received("{}", endpoint: "/api/v3/account", file: file, usesFileTimes: true)
        == "2021-05-01T00:00:00.000000Z")
    let info = #"{"timezone":"UTC","serverTime":1618677408299,"rateLimits":[],"symbols":[]}"#
    #expect(try received(info, endpoint: "/api/v3/exchangeInfo") == "2021-04-17T16:36:48.299000Z")
  }

  @Test("a body that nothing dates is refused with what would")
  func undated() throws {
    let account = try received("{}", endpoint: "/api/v3/account", file: "2021-05-01T00:00:00Z")
    #expect(
      account.contains("--at TIME, or --file-times to take the file's own (2021-05-01T00:00:00.000000Z)"))
    #expect(
      try received("{}", endpoint: "/api/v3/account", usesFileTimes: true).contains("no file time either"))
    // Only time and exchangeInfo say when they were sent.
    #expect(
      try received(Self.own.replacing("}", with: ",\"a\":1}"), endpoint: "/api/v3/account").contains("--at"))
  }

  @Test(
    "a serverTime that is not one is refused",
    arguments: ["0", "-5", "\"1618677408299\"", "1.5", "9223372036854775807", "253402300800000", "true"])
  func odd(value: String) throws {
    let outcome = try received("{\"serverTime\":\(value)}", file: "2021-05-01T00:00:00Z", usesFileTimes: true)
    #expect(outcome.contains("serverTime: it is not a time"), "\(outcome)")
  }

  @Test("a day ahead is taken, more is refused, from wherever the time comes")
  func ahead() throws {
    #expect(try received("{}", at: "2026-11-25T12:00:00Z") == "2026-11-25T12:00:00.000000Z")
    let refused = try [
      received("{}", at: "2026-11-25T12:00:00.000001Z"),
      received("{\"serverTime\":1795694400001}"),
      received("{}", endpoint: "/api/v3/account", file: "2031-01-01T00:00:00Z", usesFileTimes: true),
    ]
    for outcome in refused {
      #expect(outcome.contains("is in the future"), "\(outcome)")
      #expect(outcome.contains("hides every newer one"), "\(outcome)")
    }
  }
}

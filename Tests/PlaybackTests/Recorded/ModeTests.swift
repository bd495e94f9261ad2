import EventLog
import EventModel
import TestKit
import Testing

@testable import Playback

@Suite("Modes")
struct ModeTests {
  private static func time(_ seconds: Int64) -> Timestamp {
    Timestamp(microseconds: 1_700_000_000_000_000 &+ seconds &* 1_000_000)
  }

  /// Three runs, the last of which was observed first.
  private static func archive() throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    try archive.record("/a", "[1]", run: "r1", at: time(10))
    try archive.record("/a", "[2]", run: "r1", at: time(11), status: 429)
    try archive.record("/b", "[3]", run: "r1", at: time(12))
    try archive.mark(.failure, "/a", run: "r2", at: time(20))
    try archive.record("/a", "[5]", run: "r2", at: time(21))
    try archive.record("/b", "[6]", run: "r2", at: time(22), status: 500)
    try archive.record("/a", "[7", run: "r2", at: time(23))
    try archive.record("/a", "[8]", run: "r0", at: time(1))
    return archive
  }

  @Test("latest gives the newest observed successful response that can be read")
  func latest() async throws {
    let archive = try Self.archive()
    let playback = try Playback.of(archive)
    let (first, second) = (await playback.get("/a"), await playback.get("/a"))
    #expect(first.text == "[5]")
    #expect(first["X-Bnus-Event"] == "5")
    #expect(first["X-Bnus-Run"] == "r2")
    #expect(first["X-Bnus-Derived"] == nil)
    #expect(second.text == "[5]")
    #expect(await playback.get("/b").text == "[3]")
  }

  @Test("as of a point, what came later has not happened")
  func asOf() async throws {
    let archive = try Self.archive()
    let playback = try Playback.of(archive) { $0.through = 3 }
    #expect(await playback.get("/a").text == "[1]")
  }

  @Test("a run that is left out is played back in no mode, until that is taken back")
  func omitted() async throws {
    let archive = try Self.archive()
    func annotate(_ action: Annotation.Action) throws {
      try archive.append([Annotation.event(action, "r2", because: "a test", at: Self.time(30))])
    }
    let before = try archive.last
    try annotate(.omit)
    let playback = try Playback.of(archive)
    #expect(await playback.get("/a").text == "[1]")
    let sequence = try Playback.of(archive) { $0.mode = .sequence }
    for body in ["[8]", "[1]", "[2]"] { #expect(await sequence.get("/a").text == body) }
    #expect(await sequence.get("/a").status == 404)
    let exact = try Playback.of(archive) { $0.mode = .exact }
    #expect(await exact.get("/b").text == "[3]")
    #expect(await (try Playback.of(archive) { $0.through = before }).get("/a").text == "[5]")
    try annotate(.restore)
    #expect(await (try Playback.of(archive)).get("/a").text == "[5]")
  }

  @Test("without a successful response the newest of all is given")
  func onlyErrors() async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/a", "one", at: Self.time(1), status: 500)
    try archive.record("/a", "two", at: Self.time(3), status: 404)
    try archive.record("/a", "three", at: Self.time(2), status: 500)
    let reply = await (try Playback.of(archive)).get("/a")
    #expect(reply.status == 404)
    #expect(reply.text == "two")
  }

  @Test("sequence plays every run as a scene, failures too, then nothing")
  func sequence() async throws {
    let archive = try Self.archive()
    let playback = try Playback.of(archive) { $0.mode = .sequence }
    let replies = [
      await playback.get("/a"), await playback.get("/a"), await playback.get("/a"),
      await playback.get("/a"), await playback.get("/b"), await playback.get("/a"),
      await playback.get("/b"), await playback.get("/a"),
    ]
    // r0, then r1 twice; r2 begins with a failure, and /b goes on in it.
    #expect(replies.map(\.event) == [8, 1, 2, 4, 6, 5, nil, 7] as [UInt64?])
    #expect(replies[2].status == 429)
    #expect(replies[3].isCut)
    #expect(replies[6].status == 404)
    let end = await playback.get("/a")
    #expect(end.status == 404)
    #expect(end.text.contains("the 6 that were recorded have been played"), "\(end.text)")
  }

  @Test("exact gives what one run recorded, and makes nothing of it")
  func exact() async throws {
    let archive = try ArchiveBuilder()
    let path = "/api/v3/ticker/24hr"
    try archive.record(path, #"[{"symbol":"A"}]"#, run: "r1", at: Self.time(1))
    try archive.record("/a", "[1]", run: "r1", at: Self.time(1))
    try archive.record("/a", "[2]", run: "r2", at: Self.time(2))
    let record = try archive.log.read { (snapshot: borrowing Snapshot) in try snapshot.runs()[0] }
    let first = try Playback.of(archive) {
      $0.mode = .exact
      $0.run = record
    }
    #expect(await first.get("/a").text == "[1]")
    #expect(await first.get(path).status == 200)
    #expect(await first.get(path + "?symbol=A").status == 404)
    let newest = try Playback.of(archive) { $0.mode = .exact }
    #expect(await newest.get("/a").text == "[2]")
    #expect(await newest.get(path).status == 404)
    let latest = try Playback.of(archive) { $0.run = record }
    #expect(await latest.get(path + "?symbol=A").text == #"{"symbol":"A"}"#)
  }

  @Test("the headers that clients go by come along, and no others")
  func headers() async throws {
    let archive = try ArchiveBuilder()
    let headers = [
      ("content-type", "application/json;charset=UTF-8"), ("X-MBX-USED-WEIGHT-1M", "25"),
      ("Retry-After", "3"),
      ("Set-Cookie", "a=b"), ("Content-Encoding", "gzip"), ("Content-Length", "999"), ("Via", "1.1 cdn"),
    ]
    try archive.append([
      NewEvent(
        run: RunID("r")!, ordinal: 0, endpoint: "/a", method: "GET", host: "api.binance.us", path: "/a",
        observedAt: Self.time(1), status: 429,
        responseHeaders: headers.map { HeaderField(name: $0.0, value: $0.1) }, body: Array("{}".utf8))
    ])
    let reply = await (try Playback.of(archive)).get("/a")
    #expect(reply["content-type"] == "application/json;charset=UTF-8")
    #expect(reply["x-mbx-used-weight-1m"] == "25")
    #expect(reply["retry-after"] == "3")
    #expect(reply["content-length"] == "2")
    for name in ["set-cookie", "content-encoding", "via"] { #expect(reply[name] == nil) }
  }

  @Test("the recorded clock stands, a shifted one runs on from it")
  func clocks() async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/time", #"{"serverTime":1600000000000}"#)
    let still = try Playback.of(archive)
    #expect(await still.get("/api/v3/time").text == #"{"serverTime":1600000000000}"#)
    let shifted = try Playback.of(archive) { $0.clock = .shift }
    let reply = await shifted.get("/api/v3/time")
    let time = try #require(reply.text.firstMatch(of: /\{"serverTime":(\d+)\}/)?.1)
    #expect((1_600_000_000_000...1_600_000_060_000).contains(Int64(time) ?? 0))
    #expect(reply["X-Bnus-Derived"] == "true")
  }

  @Test("a damaged archive gives 500 and says which event")
  func damage() async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/a", "[1]")
    let playback = try Playback.of(archive)
    archive.log.close()
    let reply = await playback.get("/a")
    #expect(reply.status == 500)
    #expect(reply.text.contains("the archive cannot respond"))
  }
}

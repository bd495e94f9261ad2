import TestKit
import Testing

@testable import Playback

@Suite("Which request is which")
struct MatchingTests {
  @Test(
    "parameters are a set, and time, key and signature are none",
    arguments: [
      "/p?a=1&b=2", "/p?b=2&a=1", "/p?b=2&timestamp=5&a=1&recvWindow=9&signature=ab", "/p?apiKey=k&a=1&b=2",
    ])
  func parameters(target: String) async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/p", query: "a=1&b=2", "[1]")
    let reply = await (try Playback.of(archive)).get(target)
    #expect(reply.status == 200)
    #expect(reply.text == "[1]")
  }

  @Test(
    "another method, path, name or value is another request",
    arguments: ["/p?a=1", "/p?a=1&b=3", "/p?a=1&b=2&c=", "/q?a=1&b=2", "/p", "/P?a=1&b=2"])
  func others(target: String) async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/p", query: "a=1&b=2", "[1]")
    let playback = try Playback.of(archive)
    #expect(await playback.get(target).status == 404)
    #expect(await playback.response(to: ClientRequest(method: "POST", target: "/p?a=1&b=2")).status == 404)
  }

  @Test(
    "percent-encoding is no difference",
    arguments: ["%5B%22A%22%2C%22B%22%5D", "[\"A\",\"B\"]", "%5b%22A%22,%22B%22%5d"],
    ["%5B%22A%22%2C%22B%22%5D", "[\"A\",\"B\"]"])
  func encoding(requested: String, recorded: String) async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/p", query: "symbols=\(recorded)", "[1]")
    #expect(await (try Playback.of(archive)).get("/p?symbols=\(requested)").text == "[1]")
  }

  @Test(
    "a symbol of any letters is found however it is spelled",
    arguments: ["LUNA中USD", "LUNA%E4%B8%ADUSD", "LUNA%e4%b8%adUSD"],
    ["LUNA中USD", "LUNA%E4%B8%ADUSD", "LUNA%e4%b8%adUSD"])
  func foreignSymbol(requested: String, recorded: String) async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/depth", query: "limit=5&symbol=\(recorded)", "{}")
    try archive.record("/api/v3/myTrades", query: "fromId=0&limit=5&symbol=\(recorded)", "[]")
    let playback = try Playback.of(archive)
    #expect(await playback.get("/api/v3/depth?symbol=\(requested)&limit=5").status == 200)
    // Made from the page that was recorded.
    #expect(await playback.get("/api/v3/myTrades?symbol=\(requested)&fromId=0&limit=7").text == "[]")
  }

  @Test(
    "a value that reads as another query without its encoding gets nobody else's response",
    arguments: ["A%26limit%3D5", "A%26signature%3D1", "%41%26x=1", "A%2541", "A%23", "A%2B"])
  func nobodyElse(requested: String) async throws {
    let archive = try ArchiveBuilder()
    for query in ["symbol=A", "limit=5&symbol=A", "symbol=A%41", "symbol=A&x=1", "symbol=AA"] {
      try archive.record("/api/v3/depth", query: query, "{}")
    }
    #expect(await (try Playback.of(archive)).get("/api/v3/depth?symbol=\(requested)").status == 404)
  }

  @Test("parameters of a form count like those of the query")
  func form() {
    let posted = ClientRequest(method: "POST", target: "/p?a=1", form: "b=2&signature=x")
    #expect(posted == ClientRequest(method: "POST", target: "/p?b=2&a=1"))
  }

  @Test("a 404 names what comes nearest and how it differs")
  func nearest() async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/depth", query: "limit=5&symbol=A", "{}")
    try archive.record("/api/v3/depth", query: "limit=10&symbol=B", "{}")
    let reply = await (try Playback.of(archive)).get("/api/v3/depth?symbol=A&limit=\"7&x=1&signature=SECRET")
    #expect(reply.status == 404)
    #expect(!reply.text.contains("SECRET"))
    #expect(
      reply.text.hasPrefix(
        #"{"code":-404,"msg":"the archive holds no response to GET /api/v3/depth?limit=\"7&symbol=A&x=1; "#),
      "\(reply.text)")
    #expect(
      reply.text.contains(
        #""nearest":[{"request":"/api/v3/depth?limit=5&symbol=A","event":1,"observed_at":"2026-11-23T04:53:44.123456Z","differs":[{"parameter":"limit","asked":"\"7","recorded":"5"},{"parameter":"x","asked":"1","recorded":null}]}]"#
      ), "\(reply.text)")
  }

  @Test("a path that was never requested gives those that were")
  func unknownPath() async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/b", "{}")
    try archive.record("/a", "{}")
    let reply = await (try Playback.of(archive)).get("/c")
    #expect(reply.text.contains(#""recorded_paths":["/a","/b"]"#))
  }

  @Test("/api/v3/ping always responds", arguments: PlaybackSettings.Mode.allCases)
  func ping(mode: PlaybackSettings.Mode) async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/a", "{}")
    let playback = try Playback.of(archive) { $0.mode = mode }
    for _ in 1...2 { #expect(await playback.get("/api/v3/ping").text == "{}") }
  }

  @Test(
    "a query's symbol is found wherever it stands",
    arguments: [
      ("symbol=A", "A"), ("a=1&symbol=BC&z=2", "BC"), ("a=1&symbol=", ""), ("xsymbol=A", nil),
      ("symbols=A", nil),
      ("", nil), ("symbol", nil), ("&&symbol=A", "A"), ("a=%20&symbol=%E4%B8%ADU", "中U"), ("symbol=%", "%"),
    ] as [(String, String?)])
  func symbol(query: String, symbol: String?) {
    #expect(Array(query.utf8).withUnsafeBytes { PathIndex.symbol(in: $0) } == symbol)
  }
}

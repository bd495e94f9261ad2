import TestKit
import Testing

@testable import Playback

@Suite("Parts of whole responses")
struct SnapshotTests {
  private static let info =
    #"{ "timezone":"UTC", "symbols": [ {"symbol":"A","f":[1]}, {"symbol":"B"} ,{"symbol":"C"} ], "z":[2] }"#

  private static func get(_ target: String) async throws -> PlayedResponse {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/exchangeInfo", Self.info)
    try archive.record("/api/v3/ticker/24hr", #"[ {"symbol":"A", "x":1},{"symbol":"B"} ]"#)
    return await (try Playback.of(archive)).get("/api/v3/" + target)
  }

  @Test(
    "records come as they were received",
    arguments: [
      ("ticker/24hr?symbol=A", #"{"symbol":"A", "x":1}"#),
      ("ticker/24hr?symbol=B&type=FULL", #"{"symbol":"B"}"#),
      (#"ticker/24hr?symbols=["B","A"]"#, #"[{"symbol":"A", "x":1},{"symbol":"B"}]"#),
      ("exchangeInfo?symbol=B", #"{ "timezone":"UTC", "symbols": [{"symbol":"B"}], "z":[2] }"#),
      (
        "exchangeInfo?symbols=%5B%22A%22,%22C%22%5D",
        #"{ "timezone":"UTC", "symbols": [{"symbol":"A","f":[1]},{"symbol":"C"}], "z":[2] }"#
      ),
    ])
  func parts(target: String, text: String) async throws {
    let reply = try await Self.get(target)
    #expect(reply.text == text)
    #expect(reply["X-Bnus-Derived"] == "true")
    #expect(reply["X-Bnus-Event"] == (target.hasPrefix("e") ? "1" : "2"))
  }

  @Test(
    "what is not in the whole response, or not requested plainly, is not made up",
    arguments: [
      "ticker/24hr?symbol=C", "ticker/24hr?symbol=A&type=MINI", "ticker/24hr?symbols=A",
      "ticker/24hr?symbols=[]",
      #"ticker/24hr?symbols=["A","A"]"#, #"ticker/24hr?symbols=["A"]&symbol=A"#, "ticker/24hr?symbol=A&x=1",
      "exchangeInfo?permissions=SPOT", "ticker/price?symbol=A", #"ticker/24hr?symbols=["A","Z"]"#,
    ])
  func refused(target: String) async throws {
    #expect(try await Self.get(target).status == 404)
  }

  @Test("a price is no part of the last 24 hours", arguments: ["", "?symbol=A", #"?symbols=["A"]"#])
  func price(query: String) async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/ticker/24hr", #"[{"symbol":"A","lastPrice":"1.0","count":1}]"#)
    let playback = try Playback.of(archive)
    #expect(await playback.get("/api/v3/ticker/24hr?symbol=A").status == 200)
    #expect(await playback.get("/api/v3/ticker/price" + query).status == 404)
  }

  @Test("a successful response to the request itself stands, an error gives way")
  func beside() async throws {
    let archive = try ArchiveBuilder()
    let path = "/api/v3/ticker/24hr"
    try archive.record(path, #"[{"symbol":"A"},{"symbol":"B"}]"#)
    try archive.record(path, query: "symbol=A", #"{"symbol":"A","x":2}"#)
    try archive.record(path, query: "symbol=B", "{}", status: 429)
    try archive.record(path, query: "symbol=C", #"{"code":-1121,"msg":"Invalid symbol."}"#, status: 400)
    let playback = try Playback.of(archive)
    #expect(await playback.get(path + "?symbol=A").text == #"{"symbol":"A","x":2}"#)
    #expect(await playback.get(path + "?symbol=B").text == #"{"symbol":"B"}"#)
    #expect(await playback.get(path + "?symbol=C").status == 400)
  }
}

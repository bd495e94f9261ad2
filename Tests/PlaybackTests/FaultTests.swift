import TestKit
import Testing

@testable import Playback

@Suite("Faults put in")
struct FaultTests {
  @Test("they come as often as ordered, the same ones each time")
  func rates() {
    let rules = [FaultRule("429:0.05"), FaultRule("500:0.2")].compactMap { $0 }
    func draw() -> [Int?] {
      let draw = FaultDraw(rules)
      return (1...20_000).map { _ in draw.next()?.status }
    }
    let drawn = draw()
    #expect((900...1100).contains(drawn.count { $0 == 429 }))
    #expect((3800...4200).contains(drawn.count { $0 == 500 }))
    #expect(drawn == draw())
  }

  @Test(
    "a rule is a status and a share",
    arguments: [
      "429:0.05", "503:1", "400:0", "599:1.000000", "418:0.000001", "429:0.05:30", "503:1:0",
      "429:0:31536000",
    ])
  func rules(text: String) { #expect(FaultRule(text) != nil) }

  @Test(
    "anything else is none",
    arguments: [
      "429", "429:", ":0.5", "200:0.5", "600:0.5", "429:1.1", "429:-0.1", "429:0.5:", "429:0.5:-1",
      "429:0.5:1.5", "429:0.5:1:1", "429:0.5:31536001",
      "429:0.5:99999999999999999999", "429:.5", "429:0.",
      "429:0.1234567", "429:5%", "x:0.5", "429:nan",
    ])
  func noRules(text: String) { #expect(FaultRule(text) == nil) }

  @Test("an error that was recorded is given, of the same path where there is one")
  func recorded() async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/a", "[1]")
    try archive.record("/a", "of a", status: 429)
    try archive.record("/b", "of b", status: 429)
    let playback = try Playback.of(archive) { $0.faults = [FaultRule("429:1")].compactMap { $0 } }
    let (a, b, c) = (await playback.get("/a"), await playback.get("/b"), await playback.get("/c"))
    #expect([a.text, b.text, c.text] == ["of a", "of b", "of b"])
    #expect(a["X-Bnus-Event"] == "2")
    #expect(a.isFault)
  }

  @Test("where none was recorded the exchange's own words are made up", arguments: [401, 418, 429, 503])
  func madeUp(status: Int) async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/a", "[1]")
    let playback = try Playback.of(archive) { $0.faults = [FaultRule("\(status):1")].compactMap { $0 } }
    let reply = await playback.get("/a")
    #expect(reply.status == status)
    #expect(reply["X-Bnus-Fault"] == "made up")
    #expect((reply["Retry-After"] != nil) == (status == 418 || status == 429))
    #expect(reply.text.hasPrefix(#"{"code":-"#))
  }

  @Test(
    "a pause that a rule names stands in the error, recorded or made up", arguments: [429, 418, 503],
    [true, false])
  func retryAfter(status: Int, isRecorded: Bool) async throws {
    let archive = try ArchiveBuilder()
    try archive.record("/a", "[1]")
    if isRecorded { try archive.record("/a", "recorded", status: UInt16(status)) }
    let playback = try Playback.of(archive) { $0.faults = [FaultRule("\(status):1:30")].compactMap { $0 } }
    let reply = await playback.get("/a")
    #expect(reply.status == status && reply.isFault)
    #expect(reply["Retry-After"] == "30")
    #expect((reply.text == "recorded") == isRecorded)
  }
}

import EventModel
import TestKit
import Testing

@testable import Interchange

@Suite("Events as lines")
struct EventLineTests {
  private func read(_ line: [UInt8]) throws -> NewEvent {
    var parser = EventLineParser()
    return try parser.event(line.dropLast())
  }

  @Test("a line read is the event that was written, whatever it holds", arguments: UInt64(1)...20)
  func identity(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      let (header, body) = try Self.event(&dice)
      var line: [UInt8] = []
      body.withUnsafeBytes { EventLine.append(header, body: $0, to: &line) }
      #expect(line.last == 0x0A)
      #expect(line.count { $0 == 0x0A } == 1)
      let event = try read(line)
      let again = EventHeader(
        sequence: event.sequence ?? 0, run: event.run, ordinal: event.ordinal ?? 0, kind: event.kind,
        endpoint: event.endpoint, method: event.method, host: event.host, path: event.path,
        query: event.query,
        attempt: event.attempt, observedAt: event.observedAt,
        appendedAt: try #require(event.appendedAt), durationMicroseconds: event.durationMicroseconds,
        httpVersion: event.httpVersion, status: event.status, responseHeaders: event.responseHeaders,
        bodyBytes: UInt64(event.body.count), bodyDigest: event.body.withUnsafeBytes(Digest.sha256),
        flags: event.flags, salt: try #require(event.salt))
      #expect(again == header, "seed \(seed)")
      #expect(event.body == body, "seed \(seed)")
    }
  }

  static func event(_ dice: inout SeededGenerator) throws -> (EventHeader, [UInt8]) {
    let body = body(&dice)
    let kind = dice.pick([EventKind.response, .response, .failure, .runStart, .runEnd])
    let isExchange = kind == .response || kind == .failure
    var salt = [UInt8]()
    for _ in 0..<16 { salt.append(UInt8(truncatingIfNeeded: dice.next())) }
    let hex = salt.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let header = EventHeader(
      sequence: dice.next(), run: try #require(RunID(dice.pick(["a", "2026-11-23T04:53:44Z_x.y", "Z"]))),
      ordinal: UInt32(truncatingIfNeeded: dice.next()), kind: kind,
      endpoint: isExchange ? dice.pick(["/api/v3/time", "/sapi/v1/otc/orders"]) : "",
      method: dice.pick(["GET", "", "P\"\\O\u{1}"]), host: dice.pick(["api.binance.us", "", "ünï"]),
      path: dice.pick(["/api/v3/time", "/x?\n\t"]), query: dice.pick(["", "a=1&b=%20", "symbol=\u{7F}\"\\"]),
      attempt: UInt16(truncatingIfNeeded: dice.next()),
      observedAt: Timestamp(
        microseconds: Int64.random(in: -1_000_000_000_000_000...4_000_000_000_000_000, using: &dice)),
      appendedAt: Timestamp(microseconds: Int64(dice.within(0...4_000_000_000_000_000))),
      durationMicroseconds: dice.pick([nil, 0, -5, .max, .min]),
      httpVersion: dice.pick([.unknown, .http1_0, .http1_1, .http2, .http3]),
      status: UInt16(truncatingIfNeeded: dice.next()),
      responseHeaders: (0..<dice.within(0...4)).map { _ in
        HeaderField(
          name: dice.pick(["X-A", "", "é"]), value: dice.pick(["", "1", "\u{0}\u{1F}\"", "日本", "e\u{301}"]))
      }, bodyBytes: UInt64(body.count), bodyDigest: body.withUnsafeBytes(Digest.sha256),
      flags: EventFlags(rawValue: UInt32(dice.within(0...15))), salt: try #require(Salt(hex: hex)))
    return (header, body)
  }

  private static func body(_ dice: inout SeededGenerator) -> [UInt8] {
    let count = dice.pick([0, 1, 3, 40, 300])
    switch dice.within(0...2) {
    case 0: return (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    case 1: return (0..<count).map { _ in UInt8(dice.within(0...0x7F)) }
    default:
      let letters: [Unicode.Scalar] = [
        "a", "\"", "\\", "\n", "\u{0}", "é", "\u{2028}", "😀", "\u{FFFF}", "\u{FEFF}",
      ]
      return Array((0..<count).map { _ in String(Character(dice.pick(letters))) }.joined().utf8)
    }
  }

  @Test("members with their default values may be left out")
  func defaults() throws {
    let event = try read(
      Array(
        "{\"run\":\"r\",\"endpoint\":\"/api/v3/time\",\"observed_at\":\"2026-11-23T04:53:44Z\",\"body\":\"{}\"}\n"
          .utf8))
    #expect(event.kind == .response)
    #expect((event.method, event.host, event.path) == ("GET", "api.binance.us", "/api/v3/time"))
    #expect((event.status, event.attempt, event.ordinal) == (200, 1, 0))
    #expect(event.body == Array("{}".utf8))
    #expect(event.salt == nil && event.sequence == nil && event.appendedAt == nil)
  }

  @Test("ordinals left out count within each run")
  func ordinals() throws {
    var parser = EventLineParser()
    let runs = ["a", "b", "a", "a", "b"]
    let ordinals = try runs.map { run in
      let text = "{\"run\":\"\(run)\",\"endpoint\":\"/api/v3/time\",\"observed_at\":\"2026-11-23\"}"
      return try parser.event(Array(text.utf8)[...]).ordinal
    }
    #expect(ordinals == [0, 0, 1, 2, 1])
  }
}

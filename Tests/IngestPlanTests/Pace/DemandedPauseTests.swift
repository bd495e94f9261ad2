import EventModel
import Testing

@testable import Ingest

@Suite("The pause that the exchange demands")
struct DemandedPauseTests {
  private static let now = Timestamp(milliseconds: 1_790_000_000_000)

  /// What `Retry-After` says, and the pause in seconds; nil for the end of time.
  static let retryAfter: [(header: String?, seconds: Int64?)] = [
    (nil, 1), ("0", 1), ("1", 1), ("30", 30), (" 30 ", 30), ("-5", 1), ("", 1), ("soon", 1), ("1.5", 1),
    ("0x10", 1), ("٣", 1), ("Wed, 21 Oct 2026 07:28:00 GMT", 1), ("315360000", 315_360_000),
    ("9223372036854775807", nil), ("99999999999999999999999", nil),
  ]

  @Test("is what Retry-After says, and one second at least", arguments: retryAfter)
  func header(_ row: (header: String?, seconds: Int64?)) {
    let headers = row.header.map { [HeaderField(name: "Retry-After", value: $0)] } ?? []
    let pause = DemandedPause(status: 429, headers: headers, body: [])
    let end = row.seconds.map { Self.now.adding(.seconds($0)) } ?? Timestamp.latest
    #expect(pause.end(from: Self.now, floor: .seconds(1)) == end)
  }

  /// The number behind "banned until", and the end of the pause.
  static let bans: [(until: String, end: Timestamp)] = [
    ("1790000060000", now.adding(.seconds(60))), ("1789999999999", now.adding(.seconds(5))),
    ("0", now.adding(.seconds(5))), ("-1", now.adding(.seconds(5))), ("soon", now.adding(.seconds(5))),
    ("9223372036854775807", Timestamp.latest), ("9223372036854775", Timestamp.latest),
    ("99999999999999999999999", Timestamp.latest),
  ]

  @Test("is the message's moment where that is later", arguments: bans)
  func message(_ row: (until: String, end: Timestamp)) {
    let body = #"{"code":-1003,"msg":"Way too much request weight used; IP banned until \#(row.until)."}"#
    let pause = DemandedPause(
      status: 418, headers: [HeaderField(name: "retry-after", value: "5")], body: Array(body.utf8))
    #expect(pause.end(from: Self.now, floor: .seconds(1)) == row.end)
  }

  @Test("never traps, whatever the time is", arguments: [Int64.min, -1, 0, Int64.max &- 1, .max])
  func clocks(now: Int64) {
    let pause = DemandedPause(
      status: 429, headers: [HeaderField(name: "Retry-After", value: "\(Int64.max)")],
      body: Array(#"{"code":-1003,"msg":"banned until \#(Int64.max)"}"#.utf8))
    #expect(pause.end(from: Timestamp(microseconds: now), floor: .seconds(120)) <= .latest)
  }
}

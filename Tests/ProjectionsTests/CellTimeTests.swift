import Foundation
import TestKit
import Testing

@testable import Projections

@Suite("Times as text")
struct CellTimeTests {
  private func text(_ milliseconds: Int64) -> String {
    var bytes = [UInt8](repeating: 0, count: CellTime.byteCount)
    bytes.withUnsafeMutableBytes { buffer in
      if let base = buffer.baseAddress { CellTime.write(milliseconds: milliseconds, to: base) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Foundation's calendar, set to Gregorian days at all times as in ISO 8601.
  private func calendarText(_ milliseconds: Int64) throws -> String {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: "GMT"))
    let fraction = ((milliseconds % 1000) &+ 1000) % 1000
    let date = Date(timeIntervalSince1970: Double((milliseconds &- fraction) / 1000))
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    return String(
      format: "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0,
      parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0, Int(clamping: fraction))
  }

  @Test(
    "known moments",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1_795_409_624_123, "2026-11-23T04:53:44.123Z"),
      (-2, "1969-12-31T23:59:59.998Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (CellTime.range.lowerBound, "0001-01-01T00:00:00.000Z"),
      (CellTime.range.upperBound, "9999-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func known(milliseconds: Int64, iso: String) {
    #expect(text(milliseconds) == iso)
  }

  @Test("times since the calendar's reform agree with Foundation's calendar", arguments: UInt64(1)...5)
  func law(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    // Foundation reckons Julian days before October 1582.
    for _ in 0..<400 {
      let milliseconds = Int64.random(in: -12_219_292_800_000...CellTime.range.upperBound, using: &dice)
      #expect(try text(milliseconds) == calendarText(milliseconds), "seed \(seed): \(milliseconds)")
    }
  }

  @Test("times of the whole range agree with the C library's calendar", arguments: UInt64(1)...5)
  func wholeRange(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let milliseconds = Int64.random(in: CellTime.range, using: &dice)
      #expect(text(milliseconds) == PlainConversion.iso8601(milliseconds), "seed \(seed): \(milliseconds)")
    }
  }

  @Test("every day of four hundred years follows the day before")
  func days() {
    var previous = ""
    for day in Int64(0)..<146_097 {
      let next = text(-6_857_222_400_000 &+ day &* 86_400_000)
      #expect(next.hasSuffix("T00:00:00.000Z"))
      #expect(previous < next)
      previous = next
    }
  }
}

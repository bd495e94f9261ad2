import TestKit
import Testing

@testable import Projections

@Suite("Integers in text")
struct IntegerTextTests {
  private func value(_ text: String) -> Int64? {
    Array(text.utf8).withUnsafeBytes { IntegerText.value(of: $0) }
  }

  @Test(
    "what loses nothing has a value",
    arguments: [
      ("0", 0), ("7", 7), ("-1", -1), ("10", 10), ("9223372036854775807", Int64.max),
      ("-9223372036854775808", Int64.min), ("1000000000000000000", 1_000_000_000_000_000_000),
    ])
  func values(text: String, number: Int64) {
    #expect(value(text) == number)
  }

  @Test(
    "everything else has none",
    arguments: [
      "", "-", "-0", "00", "01", "-01", "+1", "1.0", "1e3", " 1", "1 ", "9223372036854775808",
      "-9223372036854775809", "18446744073709551616", "99999999999999999999", "1a", "/", ":", "٣",
    ])
  func refused(text: String) {
    #expect(value(text) == nil)
  }

  @Test("every integer written out is read back", arguments: UInt64(1)...10)
  func law(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<1000 {
      let number = Int64(truncatingIfNeeded: dice.next()) >> Int64(dice.within(0...63))
      #expect(value("\(number)") == number, "seed \(seed)")
    }
  }
}

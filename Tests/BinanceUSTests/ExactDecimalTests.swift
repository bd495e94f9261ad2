import BinanceUS
import TestKit
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
  private func sum(_ left: String, _ right: String) -> String? {
    ExactDecimal.sum(left.utf8, right.utf8).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "a sum keeps the longer scale and no leading zeros",
    arguments: [
      ("1.50", "0.250", "1.750"), ("0", "0", "0"), ("0.00000000", "0.00", "0.00000000"), ("9", "1", "10"),
      ("0.99999999", "0.00000001", "1.00000000"), ("007.5", "0.5", "8.0"), ("-0.5", "0.50", "0.00"),
      ("-1.5", "0.25", "-1.25"), ("1.5", "-2", "-0.5"), ("-1", "-2.50", "-3.50"), ("-0", "0.0", "0.0"),
      ("99999999999.99999999", "0.00000001", "100000000000.00000000"),
    ])
  func table(left: String, right: String, total: String) {
    #expect(sum(left, right) == total)
    #expect(sum(right, left) == total)
  }

  @Test("sums agree with integer arithmetic", arguments: UInt64(1)...20)
  func law(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let (a, b) = (number(&dice), number(&dice))
      #expect(sum(a.text, b.text) == (a + b).text, "seed \(seed): \(a.text) + \(b.text)")
      #expect(ExactDecimal.isPositive(a.text.utf8) == (a.units > 0), "seed \(seed): \(a.text)")
    }
  }

  private func number(_ dice: inout SeededGenerator) -> PlainDecimal {
    let digits = dice.within(0...16)
    let limit = (0..<digits).reduce(1) { power, _ in power * 10 }
    return PlainDecimal(units: Int128(dice.within(-limit...limit)), scale: dice.within(0...12))
  }

  @Test("a sum of a thousand digits carries through all of them")
  func long() {
    let nines = String(repeating: "9", count: 1000)
    #expect(
      sum("0." + nines, "0." + String(repeating: "0", count: 999) + "1") == "1."
        + nines.map { _ in "0" }.joined())
    #expect(sum(nines, "1") == "1" + String(repeating: "0", count: 1000))
    #expect(sum("1" + String(repeating: "0", count: 1000), "-1") == nines)
  }

  @Test(
    "anything but a plain decimal has no sum and no sign",
    arguments: [
      "", "-", ".", "1.", ".5", "+1", "1e5", "1,5", " 1", "1 ", "1.2.3", "--1", "1-", "NaN", "٣", "0x1",
    ])
  func refused(text: String) {
    #expect(sum(text, "1") == nil)
    #expect(sum("1", text) == nil)
    #expect(ExactDecimal.isPositive(text.utf8) == nil)
  }

  @Test(
    "above zero means a digit that is not zero and no minus",
    arguments: [
      ("0", false), ("0.000", false), ("-0", false), ("-1", false), ("0.00000001", true), ("1", true),
    ])
  func positive(text: String, isPositive: Bool) {
    #expect(ExactDecimal.isPositive(text.utf8) == isPositive)
  }
}

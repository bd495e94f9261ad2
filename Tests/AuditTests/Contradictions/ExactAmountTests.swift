import BinanceUS
import TestKit
import Testing

@testable import Audit

@Suite("Exact amounts")
struct ExactAmountTests {
  @Test(
    "plain decimals are read, all else is not",
    arguments: [
      ("0", "0"), ("1.50", "1.5"), ("-0.00000001", "-0.00000001"),
      ("123456789012345678.123456789012345678", "123456789012345678.123456789012345678"),
      ("1.0000000000000000000", "1"), ("", nil), ("-", nil), ("1.", nil), (".5", nil), ("1e3", nil),
      ("1.2.3", nil),
      ("0.0000000000000000001", nil), ("999999999999999999999999999999999999", nil),
    ])
  func reading(text: String, expected: String?) { #expect(ExactAmount(text)?.text == expected) }

  @Test("sums are those of exact decimal text")
  func sums() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let texts = (0..<2).map { _ in
        "\(random.oneIn(2) ? "-" : "")\(random.within(0...99_999)).\(String(repeating: "0", count: random.within(0...6)))\(random.within(1...9))"
      }
      let sum = try #require(ExactDecimal.sum(texts[0].utf8, texts[1].utf8))
      let left = try #require(ExactAmount(texts[0]))
      let right = try #require(ExactAmount(texts[1]))
      #expect(ExactDecimal.isEqual((left + right).text.utf8, sum))
      #expect(((left + right) - right) == left)
    }
  }
}

import BinanceUS
import TestKit
import Testing

@Suite("Percent-encoding")
struct PercentTests {
  @Test(
    "unreserved characters stay, all others are encoded byte by byte",
    arguments: [
      ("BTCUSD", "BTCUSD"), ("A-b_c.~9", "A-b_c.~9"), ("中", "%E4%B8%AD"), ("a b+c", "a%20b%2Bc"),
      ("%", "%25"),
      ("", ""),
    ])
  func encoded(text: String, encoded: String) {
    #expect(Percent.encoded(text) == encoded)
    #expect(Percent.decoded(encoded) == text)
    #expect(Percent.decoded(Percent.encoded(text, digits: .lowerCase)) == text)
  }

  @Test("an invalid encoding stays as it is", arguments: ["%", "%4", "%zz", "100%", "%+1", "a%2"])
  func invalid(text: String) { #expect(Percent.decoded(text) == text) }

  @Test("whatever is encoded is decoded to itself", arguments: UInt64(1)...10)
  func law(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let text = String(
        (0..<dice.within(0...8)).map { _ in
          Character(dice.pick(["a", "%", "&", "=", "中", "é", "\n", "😀", "4"]))
        })
      #expect(Percent.decoded(Percent.encoded(text)) == text, "seed \(seed)")
    }
  }

  @Test(
    "a query is shown in its own letters, without what changes it or a terminal",
    arguments: [
      ("symbol=LUNA%E4%B8%ADUSD", "symbol=LUNA中USD"), ("symbol=LUNA%e4%b8%adUSD", "symbol=LUNA中USD"),
      ("symbol=A%26x%3D1", "symbol=A%26x%3D1"), ("symbol=%1B%5B2J", "symbol=%1B%5B2J"),
      ("symbol=%E2%80%AEA", "symbol=%E2%80%AEA"), ("symbol=A\u{1B}[2J", "symbol=A%1B[2J"),
      ("symbol=\u{202E}A", "symbol=%E2%80%AEA"), ("symbol=BTCUSD", "symbol=BTCUSD"),
    ])
  func readable(query: String, shown: String) { #expect(Percent.readable(query) == shown) }
}

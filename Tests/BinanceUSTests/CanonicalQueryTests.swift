import BinanceUS
import TestKit
import Testing

@Suite("Canonical queries")
struct CanonicalQueryTests {
  @Test(
    "parameters are sorted and those that change or are secret are dropped",
    arguments: [
      ("", ""), ("?", ""), ("symbol=BTCUSD", "symbol=BTCUSD"), ("?b=2&a=1", "a=1&b=2"),
      ("symbol=B&timestamp=1&recvWindow=5000&signature=ff", "symbol=B"), ("&&a=1&", "a=1"),
      ("a=2&a=1", "a=1&a=2"), ("a=1=2", "a=1=2"), ("flag", "flag="), ("apiKey=k&X-MBX-APIKEY=k&x=1", "x=1"),
      ("symbols=%5B%22A%22%5D", "symbols=%5B%22A%22%5D"), ("??a=1", "a=1"), ("b=9&?C=1", "C=1&b=9"),
      ("a=1&?", "a=1"),
      // A mark beside a combining character, or behind one that is written before another, is a mark still.
      ("a\u{600}", "a\u{600}="), ("a=\u{600}&b=\u{301}", "a=\u{600}&b=\u{301}"),
      ("a=\u{600}&signature=ff", "a=\u{600}"),
    ])
  func canonical(raw: String, text: String) {
    #expect(CanonicalQuery(raw).text == text)
  }

  @Test(
    "a secret's name is known however it is written",
    arguments: [
      "Signature=ff", "SIGNATURE=ff", "%73ignature=ff", "sign%61ture=ff", "apikey=k", "x-mbx-apikey=k",
      "timeStamp=1", "RECVWINDOW=5", "signature=", "signature", "?signature=ff", "%3Fsignature=ff",
      "signature=\u{301}ff",
    ])
  func secrets(raw: String) {
    #expect(CanonicalQuery("symbol=B&" + raw).text == "symbol=B")
  }

  @Test("a canonical query stays unchanged, in whatever order it was requested", arguments: UInt64(1)...20)
  func idempotent(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let names = ["a", "symbol", "limit", "timestamp", "fromId", "", "%41", "signature", "b", "?", "?c"]
    for _ in 0..<100 {
      var parts = (0..<dice.within(0...6)).map { _ in
        dice.pick(names) + dice.pick(["=", "=1", "", "=x=y", "=%20", "=BTCUSD"])
      }
      let query = CanonicalQuery(parts.joined(separator: "&"))
      #expect(CanonicalQuery(query.text) == query, "seed \(seed): \(parts)")
      #expect(CanonicalQuery(query.text).text == query.text, "seed \(seed): \(parts)")
      parts.shuffle(using: &dice)
      #expect(CanonicalQuery(parts.joined(separator: "&")).text == query.text, "seed \(seed): \(parts)")
    }
  }

  @Test(
    "a response covers everything unless the request named some of it",
    arguments: [
      ("", true), ("type=FULL", true), ("symbol=BTCUSD", false), ("symbols=%5B%5D", false),
      ("permissions=SPOT", false), ("showPermissionSets=true", true),
    ])
  func whole(raw: String, isWhole: Bool) {
    #expect(CanonicalQuery(raw).requestsEverything == isWhole)
  }

  @Test("a symbol is found by its name")
  func symbol() {
    #expect(CanonicalQuery("limit=5&symbol=BTCUSD").symbol == "BTCUSD")
    #expect(CanonicalQuery("limit=5").symbol == nil)
    #expect(CanonicalQuery("symbol=A&symbol=B").symbol == "A")
    #expect(CanonicalQuery("symbol=LUNA%E4%B8%ADUSD").symbol == "LUNA中USD")
    #expect(CanonicalQuery("symbol=LUNA中USD").symbol == "LUNA中USD")
    #expect(CanonicalQuery("%73ymbol=A").symbol == "A")
  }

  @Test(
    "no value changes the query that it stands in",
    arguments: [
      "A&signature=1", "A#x", "A b", "A%41", "A+B", "A\nB", "A\r\nHost: x", "LUNA中USD", "=", "&", "?", "",
      "\u{202E}A", "\u{0}",
    ])
  func values(value: String) {
    let query = CanonicalQuery(parameters: [(name: "symbol", value: value), (name: "limit", value: "5")])
    #expect(query.parameters.count == 2 && query.symbol == value && query["limit"] == "5")
    #expect(query.text.utf8.allSatisfy { Percent.isPlain($0) || "%&=".utf8.contains($0) })
    #expect(CanonicalQuery(query.text) == query)
  }
}

import BinanceUS
import Foundation
import Platform
import TestKit
import Testing

@Suite("The scrubber of secrets")
struct SecretScrubberTests {
  private static let star = UInt8(ascii: "*")

  private static func secret(_ letters: String, _ count: Int, _ dice: inout SeededGenerator) -> String {
    String((0..<count).map { _ in Character(dice.pick(Array(letters).map(String.init))) })
  }

  /// A key, its secret and signatures, as a run has them.
  private static func secrets(_ dice: inout SeededGenerator, signatures: Int) -> [String] {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return (0..<2).map { _ in secret(letters, 64, &dice) }
      + (0..<signatures).map { _ in secret("0123456789abcdef", 64, &dice) }
  }

  /// Begins with a key and its secret, as a run does, and takes the signatures as they come.
  private static func scrubber(of secrets: [String]) -> SecretScrubber {
    let scrubber = SecretScrubber(key: secrets[0], secret: SecretBytes(copying: secrets[1]))
    scrubber.add(Array(secrets.dropFirst(2)))
    return scrubber
  }

  @Test("no echo survives, in whatever encoding and between whatever bytes", arguments: UInt64(1)...8)
  func echoes(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let secrets = Self.secrets(&dice, signatures: 30)
    let scrubber = Self.scrubber(of: secrets)
    for _ in 0..<3 {
      for echo in Echo.all(of: dice.pick(secrets), &dice) {
        // A percent sign before `f5\\n…` would make a letter of its first two: two of 64 would stay.
        let border = echo.name.contains("JSON") ? Array("\"".utf8) : []
        let before = Echo.noise(dice.within(0...40), &dice) + border
        let after = Echo.noise(dice.within(0...40), &dice)
        let whole = before + echo.bytes + after
        var body = whole
        #expect(scrubber.scrub(&body), "seed \(seed): \(echo.name)")
        #expect(body.count == whole.count)
        let telling = body[before.count + echo.telling.lowerBound..<before.count + echo.telling.upperBound]
        #expect(
          telling.allSatisfy { $0 == Self.star },
          "seed \(seed), \(echo.name): \(String(decoding: whole, as: UTF8.self)) became \(String(decoding: body, as: UTF8.self))"
        )
        #expect(zip(body, whole).allSatisfy { $0 == $1 || $0 == Self.star })
      }
    }
  }

  @Test("an echo that is cut anywhere keeps less than eight bytes of the secret", arguments: UInt64(1)...4)
  func cuts(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let secrets = Self.secrets(&dice, signatures: 5)
    let scrubber = Self.scrubber(of: secrets)
    for echo in Echo.all(of: dice.pick(secrets), &dice) {
      let before = Array("<a href=\"?key=".utf8)
      // What is left of an encoding when eight bytes are written whole, and four letters for a group.
      let fewest = echo.name.contains("after") ? echo.telling.lowerBound + 15 : echo.bytes.count / 64 * 8 + 16
      for cut in fewest..<echo.bytes.count {
        var body = before + echo.bytes[..<cut]
        #expect(scrubber.scrub(&body), "seed \(seed): \(echo.name) cut at \(cut)")
        let telling = body[(before.count + echo.telling.lowerBound)...]
          .prefix(max(0, min(cut, echo.telling.upperBound) - echo.telling.lowerBound))
        #expect(
          telling.allSatisfy { $0 == Self.star },
          "seed \(seed), \(echo.name) cut at \(cut): \(String(decoding: body, as: UTF8.self))")
      }
    }
  }

  @Test(
    "a plain echo that is cut at the end is found from eight bytes on, and not with seven", arguments: 0...64)
  func prefixes(length: Int) {
    var dice = SeededGenerator(seed: 9)
    let secrets = Self.secrets(&dice, signatures: 0)
    let (secret, scrubber) = (dice.pick(secrets), Self.scrubber(of: secrets))
    var body = Array("{\"msg\":\"\(secret.prefix(length))".utf8)
    #expect(scrubber.scrub(&body) == (length >= 8))
    #expect(
      String(decoding: body, as: UTF8.self).hasSuffix(String(repeating: "*", count: length)) || length < 8)
    // Within a text, where nothing was cut, a part of sixteen.
    var inside = Array("{\"msg\":\"\(secret.dropFirst(3).prefix(length))\"}".utf8)
    #expect(scrubber.scrub(&inside) == (length >= 16))
  }

  @Test("nothing without a secret in it changes", arguments: UInt64(1)...6)
  func clean(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let scrubber = Self.scrubber(of: Self.secrets(&dice, signatures: 200))
    let others = Self.secrets(&dice, signatures: 200)
    for _ in 0..<200 {
      var parts = (0..<dice.within(0...6)).map { _ in Echo.noise(dice.within(0...200), &dice) }
      parts.append(contentsOf: Echo.all(of: dice.pick(others), &dice).prefix(3).map(\.bytes))
      var body = Array(parts.joined())
      let before = body
      #expect(!scrubber.scrub(&body) && body == before, "seed \(seed)")
    }
  }

  @Test("the exchange's responses stay unchanged", arguments: ["2021-04-17", "2022-11-21", "2026-09-20"])
  func fixtures(name: String) throws {
    var dice = SeededGenerator(seed: 3)
    let scrubber = Self.scrubber(of: Self.secrets(&dice, signatures: 1000))
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: Captures.package + "/fixtures/\(name).jsonl")))
    let before = bytes
    #expect(!scrubber.scrub(&bytes) && bytes == before)
  }

  @Test("of a key's secret nothing is lost beside thousands of signatures, and a short one is found whole")
  func hidden() {
    var dice = SeededGenerator(seed: 11)
    let secrets = Self.secrets(&dice, signatures: 3000)
    for (secret, scrubber) in [
      (secrets[1], Self.scrubber(of: secrets)), ("abc-1234", Self.scrubber(of: [secrets[0], "abc-1234"])),
    ] {
      var body = Array("{\"secret\":\"\(secret)\",\"more\":\"\(secret.uppercased())\"}".utf8)
      #expect(scrubber.scrub(&body))
      let stars = String(repeating: "*", count: secret.utf8.count)
      #expect(String(decoding: body, as: UTF8.self) == "{\"secret\":\"\(stars)\",\"more\":\"\(stars)\"}")
    }
    var text = "abc-123"
    #expect(!Self.scrubber(of: [secrets[0], "abc-123"]).scrub(&text), "seven bytes are no secret")
  }

  @Test("what is too short is not a secret, and one that is short is found whole")
  func short() {
    let scrubber = SecretScrubber(["", "1234567", "abc-1234"])
    for (text, result) in [
      ("1234567", "1234567"), ("x=ABC-1234&y", "x=********&y"), ("abc-123", "abc-123"),
      ("abc-12345", "********5"),
      ("YWJjLTEyMzQ=", "***********="),
    ] {
      var text = text
      _ = scrubber.scrub(&text)
      #expect(text == result)
    }
  }

  @Test("a secret is known from the moment on that it is added, also the thousandth")
  func adding() {
    var dice = SeededGenerator(seed: 4)
    let scrubber = SecretScrubber()
    let all = Self.secrets(&dice, signatures: 3000)
    for secret in all {
      var body = Array("\"\(secret)\"".utf8)
      #expect(!scrubber.scrub(&body))
      scrubber.add([secret])
      #expect(scrubber.scrub(&body) && body.dropFirst().dropLast().allSatisfy { $0 == Self.star })
    }
    for secret in all {
      var text = "\u{1F600} \(secret) 中"
      #expect(scrubber.scrub(&text) && text == "\u{1F600} \(String(repeating: "*", count: 64)) 中")
    }
  }

  @Test("secrets with marks of their own are found too, at the ends of a text and side by side")
  func marks() {
    let secrets = ["a.b,c:d{e}f\"g h'i", "key%41with%25percents", "0123456789abcdef"]
    let scrubber = SecretScrubber(secrets)
    for secret in secrets {
      for text in [secret, "x" + secret, secret + secret, "\"" + secret + "\"\(secret)"] {
        var body = Array(text.utf8)
        #expect(scrubber.scrub(&body))
        let letters = String(decoding: body, as: UTF8.self).filter { !"*x\" ".contains($0) }
        #expect(letters.isEmpty, "\(text) became \(String(decoding: body, as: UTF8.self))")
      }
    }
  }
}

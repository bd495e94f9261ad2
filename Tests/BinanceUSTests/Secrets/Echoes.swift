import Foundation
import TestKit

/// A secret as a response may echo it, by encoders that are not ours.
struct Echo {
  let name: String
  /// What stands in the response.
  let bytes: [UInt8]
  /// The part of it that reveals something of the secret.
  let telling: Range<Int>

  private init(_ name: String, _ text: String, telling: Range<Int>? = nil) {
    self.name = name
    bytes = Array(text.utf8)
    self.telling = telling ?? 0..<bytes.count
  }

  /// Every way, of a secret without white space.
  static func all(of secret: String, _ dice: inout SeededGenerator) -> [Echo] {
    plain(secret, &dice) + escaped(secret, &dice) + base64(secret, &dice)
  }

  private static func plain(_ secret: String, _ dice: inout SeededGenerator) -> [Echo] {
    let letters = Array(secret)
    let swapped = letters.map { dice.within(0...1) == 0 ? $0.lowercased() : $0.uppercased() }.joined()
    let place = dice.within(1...letters.count - 1)
    let folded = String(letters[..<place]) + "\r\n \t" + String(letters[place...])
    let spaced = letters.map { String($0) }.joined(separator: "\u{0}")
    return [
      Echo("plain", secret), Echo("small", secret.lowercased()), Echo("capital", secret.uppercased()),
      Echo("mixed", swapped), Echo("folded", folded),
      Echo("folded and joined", folded.replacing("\r\n \t", with: " ")),
      Echo("sixteen bits", spaced),
      Echo("wrapped in JSON", String(letters[..<place]) + "\\r\\n" + String(letters[place...])),
    ]
  }

  private static func escaped(_ secret: String, _ dice: inout SeededGenerator) -> [Echo] {
    func each(_ write: (UInt8) -> String) -> String { secret.utf8.map(write).joined() }
    func hex(_ byte: UInt8, _ digits: Int) -> String {
      String(repeating: "0", count: digits - String(byte, radix: 16).count) + String(byte, radix: 16)
    }
    func letter(_ byte: UInt8) -> String { String(UnicodeScalar(byte)) }
    let writers: [(String, (UInt8) -> String)] = [
      ("percent", { "%" + hex($0, 2) }), ("percent, capital", { "%" + hex($0, 2).uppercased() }),
      ("JSON", { "\\u" + hex($0, 4) }), ("JSON, capital", { "\\u" + hex($0, 4).uppercased() }),
      ("JavaScript", { "\\x" + hex($0, 2) }), ("old JavaScript", { "%u" + hex($0, 4) }),
      ("HTML", { "&#\($0);" }), ("HTML, hexadecimal", { "&#x" + hex($0, 2) + ";" }),
      ("HTML, zeros", { "&#000\($0);" }),
      ("percent twice", { "%25" + hex($0, 2) }), ("HTML twice", { "&amp;#\($0);" }),
      ("JSON in JSON", { "\\\\u" + hex($0, 4) }), ("percent three times", { "%2525" + hex($0, 2) }),
      ("JSON of percent", { "\\u0025" + hex($0, 2) }),
    ]
    var echoes = writers.map { Echo($0.0, each($0.1)) }
    let digits = each { hex($0, 2) }
    echoes += [Echo("digits", digits), Echo("digits, capital", digits.uppercased())]
    let some = each { byte in dice.within(0...2) == 0 ? dice.pick(writers).1(byte) : letter(byte) }
    if !some.contains("%25"), !some.contains("amp"), !some.contains("\\\\"), !some.contains("\\u0025") {
      echoes.append(Echo("some of each", some))
    }
    return echoes
  }

  /// In base64, alone and after up to five bytes of something else.
  private static func base64(_ secret: String, _ dice: inout SeededGenerator) -> [Echo] {
    (0...5).flatMap { before -> [Echo] in
      let data = Data(noise(before, &dice)) + Data(secret.utf8) + Data(noise(dice.within(0...4), &dice))
      let text = data.base64EncodedString()
      // The letters that hold nothing but the secret, whatever stands around it.
      let telling = (before * 8 + 5) / 6..<(before + secret.utf8.count) * 8 / 6
      let safe = text.replacing("+", with: "-").replacing("/", with: "_")
      let bare = String(safe.prefix { $0 != "=" })
      let slashes = text.replacing("/", with: "\\/")
      let isPlain = slashes.count == text.count
      return [
        Echo("base64 after \(before)", text, telling: telling),
        Echo("for URLs after \(before)", safe, telling: telling),
        Echo("bare after \(before)", bare, telling: telling),
      ]
        + (isPlain
          ? [] : [Echo("base64 in JSON after \(before)", slashes, telling: 14..<slashes.utf8.count / 2)])
    }
  }

  static func noise(_ count: Int, _ dice: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in
      dice.within(0...1) == 0
        ? UInt8(dice.within(0x20...0x7E)) : dice.pick(Array("0123456789abcdef%&\\#;=+/\" ,:{}ABZ".utf8))
    }
  }
}

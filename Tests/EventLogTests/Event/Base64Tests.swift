import EventModel
import Foundation
import Testing

@Suite("Base64")
struct Base64Tests {
  private func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    bytes.withUnsafeBytes { Base64.encode($0, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  @Test(
    "the vectors of RFC 4648",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, encoded: String) {
    #expect(encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(Array(encoded.utf8)) == Array(plain.utf8))
  }

  @Test("any bytes come back, and are written as Foundation writes them", arguments: UInt64(1)...10)
  func law(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let bytes = (0..<Int.random(in: 0...70, using: &dice)).map { _ in UInt8(truncatingIfNeeded: dice.next())
      }
      #expect(encode(bytes) == Data(bytes).base64EncodedString(), "seed \(seed)")
      #expect(Base64.decode(Array(encode(bytes).utf8)) == bytes, "seed \(seed)")
    }
  }

  @Test(
    "what an encoder would not write is refused",
    arguments: [
      "Z", "Zg", "Zg=", "Zg===", "====", "=", "Z===", "Zm9v=", "Zm9v====", "Zh==", "Zm9=", "Zg==Zg==", "Z=g=",
      "=Zg=", "Zm 9v", "Zm9v\n", "Zm-v", "Zm_v", "Zm9ü",
    ])
  func refused(text: String) {
    #expect(Base64.decode(Array(text.utf8)) == nil)
  }
}

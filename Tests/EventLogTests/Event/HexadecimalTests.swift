import Testing

@testable import EventModel

@Suite("Hexadecimal")
struct HexadecimalTests {
  /// The plain reference: digit by digit.
  private func plain(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: text.count, by: 2) {
      guard let pair = String(validating: text[place..<place + 2], as: UTF8.self),
        pair.utf8.allSatisfy({ "0123456789abcdefABCDEF".utf8.contains($0) }),
        let byte = UInt8(pair, radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private func decoded(_ text: [UInt8]) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: text.count / 2)
    let isWhole = text.withUnsafeBytes { digits in
      bytes.withUnsafeMutableBytes { Hexadecimal.decode(digits, into: $0) }
    }
    return isWhole ? bytes : nil
  }

  @Test("every byte at every place of a text is read by its digits, or refused")
  func everyByte() {
    let text = Array("0123456789abcdefABCDEFfedcba9876".utf8)
    #expect(decoded(text) == plain(text))
    for place in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[place] = byte
        #expect(decoded(changed) == plain(changed), "byte \(byte) at \(place)")
      }
    }
  }

  @Test("every byte is written as two digits and read back")
  func roundTrip() {
    let bytes = Array(UInt8.min...UInt8.max)
    let text = bytes.withUnsafeBytes(Hexadecimal.text(of:))
    #expect(plain(Array(text.utf8)) == bytes)
    #expect(Hexadecimal.bytes(of: text, count: 256) == bytes)
    #expect(Hexadecimal.bytes(of: text, count: 252) == nil)
  }
}

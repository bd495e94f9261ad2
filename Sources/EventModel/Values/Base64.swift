/// Base64 (RFC 4648, section 4), strict: padding required, no white space.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in alphabet.enumerated() { table[Int(letter)] = UInt8(value) }
    return table
  }()

  /// Appends the text of bytes.
  public static func encode(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for place in 0..<3 {
        group = group << 8 | (place < count ? UInt32(bytes[start + place]) : 0)
      }
      for place in 0..<4 {
        let letter = alphabet[Int(group >> UInt32(18 - 6 * place)) & 63]
        text.append(place <= count ? letter : UInt8(ascii: "="))
      }
    }
  }

  /// The text of bytes.
  public static func text(of bytes: UnsafeRawBufferPointer) -> String {
    var text: [UInt8] = []
    encode(bytes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for anything that `encode` would not write.
  public static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).filter { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    for start in stride(from: 0, to: text.count, by: 4) {
      let isLast = start + 4 == text.count
      var group: UInt32 = 0
      for place in 0..<4 {
        let isPadding = isLast && place >= 4 - padding
        let value = isPadding ? 0 : values[Int(text[start + place])]
        guard value != 0xFF else { return nil }
        group = group << 6 | UInt32(value)
      }
      let whole = [UInt8(group >> 16 & 0xFF), UInt8(group >> 8 & 0xFF), UInt8(group & 0xFF)]
      let count = isLast ? 3 - padding : 3
      guard whole[count...].allSatisfy({ $0 == 0 }) else { return nil }
      bytes += whole[..<count]
    }
    return bytes
  }
}

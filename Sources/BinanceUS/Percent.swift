/// Percent-encoding of names and values in a query, RFC 3986: everything but unreserved characters is
/// encoded, byte by byte of its UTF-8, in upper-case hexadecimal. A plus sign stands for itself.
public enum Percent {
  /// How the digits of an encoded byte are written.
  public enum Digits: Sendable {
    /// `%E4`, as RFC 3986 wants it.
    case upperCase
    /// `%e4`, as some clients write it.
    case lowerCase

    fileprivate var text: [UInt8] {
      Array((self == .upperCase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    }
  }

  /// Whether a byte stands for itself everywhere.
  public static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  /// Encodes a text so that it changes nothing of the query around it.
  public static func encoded(_ text: String, digits: Digits = .upperCase) -> String {
    guard !text.utf8.allSatisfy(isPlain) else { return text }
    return encoded(text, digits: digits, where: { !isPlain($0) })
  }

  /// Encodes the bytes for which `isMeant` is true, and no others.
  public static func encoded(
    _ text: String, digits: Digits = .upperCase, where isMeant: (UInt8) -> Bool
  ) -> String {
    let hexadecimal = digits.text
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isMeant(byte) {
        bytes += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Decodes a text; invalid encodings stay as they are.
  public static func decoded(_ text: String) -> String {
    decoded(text, where: { _ in true })
  }

  /// A query for people: names in other scripts are decoded; what could change the query's meaning or a terminal stays
  /// encoded.
  public static func readable(_ query: String) -> String {
    let text = decoded(query, where: { $0 >= 0x80 })
    guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
    return text.unicodeScalars.map { scalar in
      isUnprintable(scalar) ? encoded(String(scalar)) : String(scalar)
    }.joined()
  }

  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      true
    default: scalar == "\u{FFFD}"
    }
  }

  private static func decoded(_ text: String, where isMeant: (UInt8) -> Bool) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = value(rest.first), let low = value(rest.dropFirst().first),
        isMeant(high << 4 | low)
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func value(_ digit: UInt8?) -> UInt8? {
    switch digit {
    case .some(let digit) where (0x30...0x39).contains(digit): digit - 0x30
    case .some(let digit) where (0x41...0x46).contains(digit): digit - 0x41 + 10
    case .some(let digit) where (0x61...0x66).contains(digit): digit - 0x61 + 10
    default: nil
    }
  }
}

/// A query as it came over the wire, and read.
struct RawQuery: Sendable {
  /// The exact text after the question mark.
  let text: String
  private let parts: [(raw: Substring, name: String, value: String)]

  /// What changes from one attempt to the next, and so is not part of what is requested.
  private static let signing: Set<String> = ["timestamp", "recvWindow", "signature"]

  init(_ text: String) {
    self.text = text
    parts = text.split(separator: "&").map { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (part, RawQuery.decode(sides[0]), sides.count > 1 ? RawQuery.decode(sides[1]) : "")
    }
  }

  /// Names and values, decoded, in their order.
  var pairs: [(String, String)] {
    parts.map { ($0.name, $0.value) }
  }

  func value(_ name: String) -> String? {
    parts.first { $0.name == name }?.value
  }

  func has(_ name: String) -> Bool {
    value(name) != nil
  }

  /// What a signature is made over: the exact text without the signature, wherever that stands.
  var signedText: String {
    if let last = parts.last, last.name == "signature", text.hasSuffix(last.raw) {
      return String(text.dropLast(last.raw.count + 1))
    }
    return parts.filter { $0.name != "signature" }.map { String($0.raw) }.joined(separator: "&")
  }

  /// What is requested, alone: sorted, without timestamp, recvWindow and signature.
  var canonical: String {
    parts.filter { !RawQuery.signing.contains($0.name) }.map { String($0.raw) }.sorted()
      .joined(separator: "&")
  }

  private static func decode(_ text: Substring) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
      return String(text)
    }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, let value = hexadecimal(rest.prefix(2)) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hexadecimal(_ digits: Substring.UTF8View.SubSequence) -> UInt8? {
    UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}

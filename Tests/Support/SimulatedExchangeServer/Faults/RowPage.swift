/// A JSON array taken apart into its elements' bytes.
struct RowPage {
  private(set) var rows: [ArraySlice<UInt8>]

  /// Takes a body apart; nil where it is no array.
  init?(_ body: [UInt8]) {
    guard body.first == UInt8(ascii: "["), body.last == UInt8(ascii: "]") else { return nil }
    rows = []
    var depth = 0
    var start = 1
    var isInText = false
    var isEscaped = false
    for (index, byte) in body.enumerated() {
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0, index > start { rows.append(body[start..<index]) }
      case UInt8(ascii: ",") where depth == 1:
        rows.append(body[start..<index])
        start = index + 1
      default: break
      }
    }
  }

  /// The array of the first so many rows.
  func body(ofFirst count: Int) -> [UInt8] {
    [UInt8(ascii: "[")] + rows.prefix(count).joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }

  /// The array of all rows, and of others behind them.
  func body(with others: [String]) -> [UInt8] {
    let elements = rows + others.map { ArraySlice($0.utf8) }
    return [UInt8(ascii: "[")] + elements.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }

  /// The whole number of a row's member.
  func number(_ name: String, row: Int) -> Int64? {
    let key = Array("\"\(name)\":".utf8)
    let bytes = rows[row]
    var rest = bytes
    while rest.count > key.count {
      if rest.starts(with: key) {
        let digits = rest.dropFirst(key.count).prefix { (0x30...0x39).contains($0) }
        return Int64(String(decoding: digits, as: UTF8.self))
      }
      rest = rest.dropFirst()
    }
    return nil
  }
}

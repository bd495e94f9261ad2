/// Changes bytes as somebody careless or hostile would: a few changes at a time, drawn from a seed.
public struct Mutator {
  private var dice: Dice
  /// Other texts, of which pieces are put in.
  private let others: [[UInt8]]

  public init(seed: UInt64, others: [[UInt8]]) {
    dice = Dice(seed: seed)
    self.others = others
  }

  /// Numbers at the ends of what types hold, and numbers that are none.
  static let numbers = [
    "0", "-0", "-1", "1e999999999", "1E-999999999", "0.1e1", "00", "01", "+1", ".5", "5.", "1.", "--1",
    "0x10",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "18446744073709551615", "18446744073709551616", "9007199254740993", "4294967296", "2147483648",
    "253402300799999", "253402300800000", "-62135596800001", "99999999999999999999999999999999999999",
    "0.00000000000000000000000000000000000001", "NaN", "Infinity", "1_000", "１",
  ]

  /// Pieces of JSON, of other formats, and of no format.
  static let pieces = [
    "null", "true", "\"\"", "[]", "{}", "[[[[[[[[", "}}}}}}}}", ",", ":", "\"", "\\", "\\u0000", "\\ud800",
    "\\udc00\\ud800", "\\x", "\u{0}", "\u{FEFF}", "\u{202E}", "\u{1B}[2J", "\r\n", "\n", "\u{7F}", "é",
    "e\u{301}",
    "\"symbol\":1,", "\"symbol\":\"\",", "\"id\":null,", "\"time\":\"x\",", "{\"code\":-1021,\"msg\":\"x\"}",
    "<html>",
    "WARC/1.1\r\n", "Content-Length: -1\r\n", "\u{1F}\u{8B}",
  ]

  /// A changed copy.
  public mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<(1 + dice.below(3)) { change(&bytes) }
    // A body that grows without end is another test's matter.
    return bytes.count > 1 << 20 ? Array(bytes.prefix(1 << 20)) : bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    switch dice.below(14) {
    case 0: if let place = place(bytes) { bytes[place] ^= 1 << UInt8(dice.below(8)) }
    case 1: if let place = place(bytes) { bytes[place] = UInt8(dice.below(256)) }
    case 2, 3, 4: replaceNumber(&bytes)
    case 5: insert(Array(dice.one(of: Self.pieces).utf8), &bytes)
    case 6: bytes.removeLast(dice.below(bytes.count + 1))
    case 7: if let range = range(bytes) { bytes.removeSubrange(range) }
    case 8: if let range = range(bytes) { insert(Array(bytes[range]), &bytes) }
    case 9: splice(&bytes)
    case 10, 11: swapTokens(&bytes)
    case 12: replaceToken(&bytes)
    default: deepen(&bytes)
    }
  }

  private mutating func place(_ bytes: [UInt8]) -> Int? { bytes.isEmpty ? nil : dice.below(bytes.count) }

  private mutating func range(_ bytes: [UInt8]) -> Range<Int>? {
    guard let start = place(bytes) else { return nil }
    return start..<min(bytes.count, start + 1 + dice.below(dice.onceIn(8) ? bytes.count : 40))
  }

  private mutating func insert(_ piece: [UInt8], _ bytes: inout [UInt8]) {
    bytes.insert(contentsOf: piece, at: dice.below(bytes.count + 1))
  }

  /// A piece of another text takes the place of a piece of this one.
  private mutating func splice(_ bytes: inout [UInt8]) {
    guard let range = range(bytes), let other = others.randomElement(using: &dice) else { return }
    guard let piece = self.range(other) else { return }
    bytes.replaceSubrange(range, with: other[piece])
  }

  /// Wraps everything in more brackets than anybody reads.
  private mutating func deepen(_ bytes: inout [UInt8]) {
    let depth = dice.one(of: [1, 2, 63, 64, 65, 511, 1025])
    let isList = dice.onceIn(2)
    let open = isList ? Array("[".utf8) : Array("{\"a\":".utf8)
    let close = isList ? UInt8(ascii: "]") : UInt8(ascii: "}")
    guard let range = token(bytes) else { return }
    let inside = Array(bytes[range])
    let wrapped =
      Array(repeatElement(open, count: depth).joined()) + inside + [UInt8](repeating: close, count: depth)
    bytes.replaceSubrange(range, with: wrapped)
  }

  private mutating func replaceNumber(_ bytes: inout [UInt8]) {
    guard let start = place(bytes) else { return }
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard let first = bytes[start...].firstIndex(where: isDigit) else { return }
    let end = bytes[first...].firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? bytes.count
    bytes.replaceSubrange(first..<end, with: dice.one(of: Self.numbers).utf8)
  }

  private mutating func replaceToken(_ bytes: inout [UInt8]) {
    guard let range = token(bytes) else { return }
    let number = dice.onceIn(2) ? dice.one(of: Self.numbers) : dice.one(of: Self.pieces)
    bytes.replaceSubrange(range, with: number.utf8)
  }

  private mutating func swapTokens(_ bytes: inout [UInt8]) {
    guard let one = token(bytes), let other = token(bytes), one != other, !one.overlaps(other) else { return }
    let (first, last) = one.lowerBound < other.lowerBound ? (one, other) : (other, one)
    let pieces = (Array(bytes[first]), Array(bytes[last]))
    bytes.replaceSubrange(last, with: pieces.0)
    bytes.replaceSubrange(first, with: pieces.1)
  }

  /// A string with its quotes, or what stands between marks.
  private mutating func token(_ bytes: [UInt8]) -> Range<Int>? {
    guard let start = place(bytes) else { return nil }
    let marks = Set("{}[],:".utf8)
    guard let first = bytes[start...].firstIndex(where: { !marks.contains($0) }) else { return nil }
    if bytes[first] == UInt8(ascii: "\"") {
      let end = bytes[(first + 1)...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count - 1
      return first..<(end + 1)
    }
    return first..<(bytes[first...].firstIndex(where: marks.contains) ?? bytes.count)
  }
}

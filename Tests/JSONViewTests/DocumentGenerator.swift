@testable import JSONView

/// Makes JSON documents that look like responses with records, in every spelling the grammar has.
struct DocumentGenerator {
  /// Names of every length class: short, exactly 8, 16 and 24 bytes, longer, escaped, not ASCII.
  static let names = [
    "symbol", "id", "a", "", "abcdefgh", "priceChangePercent", "sixteen_bytes_xx", "twenty_four_bytes_xxxxxx",
    "thisNameIsLongerThanTwentyFourBytes", "thisNameIsLongerThanTwentyFourBytez", "pr\u{00E9}cis",
    "with\"quote", "back\\slash", "tab\there", "symbols", "sym",
  ]

  var random: SplitMix
  private var out: [UInt8] = []
  private var spacing = 0

  init(random: SplitMix) { self.random = random }

  mutating func document(_ shape: RowScanner.Shape) -> [UInt8] {
    out = []
    spacing = random.pick([0, 0, 20, 60])
    space()
    switch shape {
    case .array: records()
    case .arrayOrObject: if random.chance(50) { records() } else { record() }
    case .object: record()
    case .member(let name, let other, let mayLack):
      envelope(other.map { random.pick([name, $0]) } ?? name, mayLack)
    }
    space()
    return out
  }

  private mutating func envelope(_ name: String, _ mayLack: Bool) {
    put("{")
    let members = random.below(5)
    let place = random.chance(mayLack ? 70 : 95) ? random.below(members + 1) : -1
    for index in 0...members {
      if index > 0 { comma() }
      space()
      if index == place {
        quoted(name)
        colon()
        if random.chance(mayLack ? 80 : 96) {
          records()
        } else {
          if random.chance(50) { put("null") } else { value(depth: 2) }
        }
      } else {
        quoted(random.chance(98) ? "m\(index)" : name)
        colon()
        value(depth: 2)
      }
    }
    space()
    put("}")
  }

  private mutating func records() {
    put("[")
    let order = Self.names.shuffled(using: &random)
    for index in 0..<random.below(7) {
      if index > 0 { comma() }
      space()
      if random.chance(95) { record(order) } else { value(depth: 2) }
    }
    space()
    put("]")
  }

  private mutating func record(_ order: [String]? = nil) {
    var order = order ?? Self.names.shuffled(using: &random)
    let missing = random.pick([0, 10, 50, 90])
    order.removeAll { _ in random.chance(missing) }
    if random.chance(10), order.count > 1 { order.swapAt(0, random.below(order.count)) }
    if random.chance(10), let name = order.first { order.append(name) }
    object(order, depth: 2)
  }

  private mutating func object(_ keys: [String], depth: Int) {
    put("{")
    for (index, key) in keys.enumerated() {
      if index > 0 { comma() }
      space()
      quoted(key)
      colon()
      value(depth: depth + 1)
    }
    space()
    put("}")
  }

  private mutating func value(depth: Int) {
    switch random.below(depth > 5 ? 7 : 9) {
    case 0: put(random.pick(["true", "false", "null"]))
    case 1, 2: number()
    case 3: quoted(text())
    case 4, 5, 6: put("\"\(random.below(100_000)).\(random.below(100_000_000))\"")
    case 7: object((0..<random.below(4)).map { "k\($0)" }, depth: depth)
    default:
      put("[")
      for index in 0..<random.below(4) {
        if index > 0 { comma() }
        space()
        value(depth: depth + 1)
      }
      space()
      put("]")
    }
  }

  private mutating func number() {
    var text = random.chance(20) ? "-" : ""
    text +=
      random.chance(20)
      ? "0"
      : "\(Int64(clamping: random.next() >> 1) % random.pick([10, 1_000_000, 1_000_000_000_000_000, .max]))"
    if random.chance(20) { text += "." + random.pick(["0", "25", "000001230000"]) }
    if random.chance(10) {
      text += random.pick(["e", "E"]) + random.pick(["", "+", "-"]) + "\(random.below(40))"
    }
    put(text)
  }

  private mutating func text() -> String {
    let pieces = [
      "a", "BTC", "{", "]", ",", ":", "\"", "\\", "\u{1}", "\n", "\u{E9}", "\u{20AC}", "\u{1F600}", "/", " ",
    ]
    return (0..<random.pick([0, 1, 5, 40, 150])).map { _ in random.pick(pieces) }.joined()
  }

  /// A string in one of its spellings: escapes where needed, and sometimes where not.
  private mutating func quoted(_ text: String) {
    put("\"")
    let eager = random.chance(15) ? 30 : 0
    for scalar in text.unicodeScalars {
      if random.chance(eager) || scalar.value < 0x20 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: random.chance(50))
          put("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        }
      } else if scalar == "\"" || scalar == "\\" {
        put("\\\(Character(scalar))")
      } else {
        put(String(scalar))
      }
    }
    if random.chance(2) { put("\\ud83d") }
    put("\"")
  }

  private mutating func colon() {
    space()
    put(":")
    space()
  }

  private mutating func comma() {
    space()
    put(",")
  }

  private mutating func space() {
    while random.chance(spacing) { out.append(random.pick([0x20, 0x20, 0x20, 0x0A, 0x0D, 0x09])) }
  }

  private mutating func put(_ text: String) { out += Array(text.utf8) }
}

/// Damages a document: bytes changed, inserted, removed, copied about, or its end cut off.
func mutated(_ document: [UInt8], _ random: inout SplitMix) -> [UInt8] {
  let telling =
    Array("{}[]:,\"\\ \t\n0123456789-+.eEtrufalsn/\u{0}\u{C}\u{1A}\u{B}b".utf8) + [
      0x80, 0xC3, 0xE2, 0xF0, 0xFF,
    ]
  var bytes = document
  for _ in 0...random.below(3) where !bytes.isEmpty {
    let at = random.below(bytes.count)
    switch random.below(7) {
    case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
    case 1, 2: bytes[at] = random.pick(telling)
    case 3: bytes.insert(random.pick(telling), at: at)
    case 4: bytes.remove(at: at)
    case 5: bytes.removeSubrange(at...)
    default:
      let slice = bytes[at..<min(at + 1 + random.below(12), bytes.count)]
      bytes.insert(contentsOf: slice, at: random.below(bytes.count))
    }
  }
  return bytes
}

/// SplitMix64: the same seed gives the same test.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  /// Some text, ASCII or not.
  mutating func text(through bytes: Int) -> String {
    let alphabet: [Character] = ["a", "Z", "0", "/", "=", "&", "é", "→", "𝄞", " "]
    var text = ""
    let wanted = Int.random(in: 0...bytes, using: &self)
    while true {
      let next = alphabet[Int.random(in: 0..<alphabet.count, using: &self)]
      if text.utf8.count + next.utf8.count > wanted { return text }
      text.append(next)
    }
  }
}

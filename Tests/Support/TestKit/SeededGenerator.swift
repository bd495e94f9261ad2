/// SplitMix64: the same seed gives the same numbers everywhere, so a law that fails can be run
/// again by the seed it printed.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator that starts at `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True once in `count` draws on average.
  public mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  /// A number of the range.
  public mutating func within(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// One of the choices, which must not be empty.
  public mutating func pick<T>(_ choices: [T]) -> T { choices[within(0...choices.count - 1)] }

  /// Some of the choices, in their order.
  public mutating func some<T>(of choices: [T]) -> [T] { choices.filter { _ in !oneIn(3) } }
}

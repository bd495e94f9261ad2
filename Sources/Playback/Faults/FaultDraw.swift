import Synchronization

/// Decides which requests fail. The same requests in the same order fail alike.
final class FaultDraw: Sendable {
  private let rules: [FaultRule]
  private let state = Mutex<UInt64>(0x5EED)

  init(_ rules: [FaultRule]) { self.rules = rules }

  /// The rule by which the next request fails; nil where it goes well.
  func next() -> FaultRule? {
    if rules.isEmpty { return nil }
    var point = state.withLock { Self.step(&$0) } % 1_000_000
    for rule in rules {
      if point < rule.perMillion { return rule }
      point -|= rule.perMillion
    }
    return nil
  }

  /// SplitMix64.
  private static func step(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

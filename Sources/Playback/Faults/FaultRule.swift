import Synchronization

/// How often a request gets an error instead.
public struct FaultRule: Sendable, Hashable {
  /// The HTTP status of the error.
  public let status: Int
  /// Of a million requests, how many.
  public let perMillion: UInt64
  /// The `Retry-After` of the error, in seconds; nil leaves the recorded one, or makes one up for
  /// a 429 and a 418.
  public let retryAfterSeconds: Int?

  /// The longest pause that a rule may demand: a year.
  public static let longestPauseSeconds = 31_536_000

  /// Reads `STATUS:RATE` or `STATUS:RATE:SECONDS`, such as `429:0.05:30`: a status from 400 to 599, a
  /// share from 0 to 1, and a pause of up to a year.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), FaultRule.isDigits(parts[0]),
      let status = Int64(parts[0]).flatMap({ Int(exactly: $0) }),
      (400...599).contains(status),
      let share = FaultRule.perMillion(String(parts[1]))
    else { return nil }
    var pause: Int?
    if parts.count == 3 {
      guard FaultRule.isDigits(parts[2]), let seconds = Int64(parts[2]).flatMap({ Int(exactly: $0) }),
        seconds <= FaultRule.longestPauseSeconds
      else { return nil }
      pause = seconds
    }
    self.status = status
    perMillion = share
    retryAfterSeconds = pause
  }

  /// A decimal from 0 to 1 with at most six digits behind its point.
  private static func perMillion(_ text: String) -> UInt64? {
    let sides = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(sides.count), isDigits(sides[0]), let whole = UInt64(sides[0]), whole <= 1
    else { return nil }
    var fraction = sides.count == 2 ? String(sides[1]) : "0"
    guard (1...6).contains(fraction.utf8.count), isDigits(fraction) else { return nil }
    fraction += String(repeating: "0", count: 6 - fraction.utf8.count)
    guard let millionths = UInt64(fraction), whole *| 1_000_000 +| millionths <= 1_000_000 else { return nil }
    return whole *| 1_000_000 +| millionths
  }

  private static func isDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}

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

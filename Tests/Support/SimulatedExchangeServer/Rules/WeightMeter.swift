import SimulatedExchange

/// Counts what an address spends, window by window, and decides who is let in.
///
/// A value without a clock of its own: every call passes the time.
struct WeightMeter: Sendable {
  /// Whether a request may pass.
  enum Verdict: Equatable, Sendable {
    /// It may.
    case admitted
    /// 429: the window's weight is spent; it ends after `pause`.
    case limited(pause: Duration)
    /// 418: the address is banned for `pause` more.
    case banned(pause: Duration)
  }

  private var window: Int64 = .min
  private var spent = 0
  private var refusals = 0
  private var bans = 0
  private var bannedUntil: SimulatedTime?
  private static let longestBan: Int64 = 3 * SimulatedTime.day

  /// Counts a request. What is refused counts as well; what a banned address sends does not.
  mutating func admit(
    weight: Int, limit: Int, rules: ExchangeRules, at time: SimulatedTime
  ) -> Verdict {
    roll(to: time, rules: rules)
    if let bannedUntil, time < bannedUntil { return .banned(pause: time.until(bannedUntil)) }
    bannedUntil = nil
    spent += weight
    guard used(rules: rules, at: time) > limit else { return .admitted }
    refusals += 1
    guard refusals > rules.refusalsBeforeBan else {
      let length = max(1, rules.weightWindow.wholeMilliseconds)
      return .limited(pause: time.until(SimulatedTime(milliseconds: (window + 1) * length)))
    }
    let length = min(WeightMeter.longestBan, rules.banDuration.wholeMilliseconds << min(bans, 12))
    bans += 1
    bannedUntil = time.adding(milliseconds: length)
    return .banned(pause: .milliseconds(length))
  }

  /// Counts what somebody else spent.
  mutating func spend(_ weight: Int, rules: ExchangeRules, at time: SimulatedTime) {
    roll(to: time, rules: rules)
    spent += weight
  }

  /// What the headers show: everything spent in the window, whoever spent it.
  func used(rules: ExchangeRules, at time: SimulatedTime) -> Int {
    let length = max(1, rules.weightWindow.wholeMilliseconds)
    let passed = time.milliseconds - time.milliseconds / length * length
    return spent + Int(Int64(rules.foreignWeightPerMinute) * passed / 60_000)
  }

  private mutating func roll(to time: SimulatedTime, rules: ExchangeRules) {
    let current = time.milliseconds / max(1, rules.weightWindow.wholeMilliseconds)
    guard current != window else { return }
    window = current
    spent = 0
    refusals = 0
  }
}

extension SimulatedTime {
  func until(_ later: SimulatedTime) -> Duration {
    .milliseconds(later.milliseconds - milliseconds)
  }
}

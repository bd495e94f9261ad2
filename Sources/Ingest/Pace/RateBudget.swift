import EventLog

/// How much weight may still be spent in this minute: a value that is told of requests and
/// answers and says whether the next request may go. It neither sleeps nor sends.
///
/// The exchange counts weight per address and minute and tells the count in every answer, so
/// what other programs on the same address spend is in it.
/// Source: fact sheet of the API, section 3.
struct RateBudget: Sendable {
  /// May the request go?
  enum Admission: Sendable, Hashable {
    case go
    case wait(until: Timestamp)
  }

  private static let minute: Int64 = 60_000_000
  /// What is kept back, in hundredths: counting is the exchange's, and other programs spend too.
  private static let reserve = 10

  /// Weight a minute that the exchange allows.
  private(set) var limit: Int
  /// The highest share of the limit that any answer told, in hundredths.
  private(set) var peakPercent = 0
  private var window: Int64 = 0
  /// The exchange's count, or ours where it has told none yet in this minute.
  private var used = 0
  private var inFlight = 0
  private var blockedUntil: Timestamp?

  init(limit: Int) { self.limit = limit }

  /// Takes the limit from the exchange's own words.
  mutating func setLimit(_ limit: Int) { self.limit = limit }

  /// Asks to send a request of this weight at the exchange's time `now`. `.go` counts it.
  mutating func admit(weight: Int, at now: Timestamp) -> Admission {
    if let blockedUntil, now < blockedUntil { return .wait(until: blockedUntil) }
    roll(to: now)
    let allowed = max(limit * (100 - Self.reserve) / 100, weight)
    guard used + inFlight + weight <= allowed || (used == 0 && inFlight == 0) else {
      return .wait(until: Timestamp(microseconds: (window + 1) * Self.minute + 250_000))
    }
    inFlight += weight
    return .go
  }

  /// Takes an answer: the count it told (nil where it told none) for the request of `weight`.
  mutating func settle(weight: Int, told count: Int?, at now: Timestamp) {
    inFlight = max(0, inFlight - weight)
    roll(to: now)
    // Answers overtake each other: within a minute the count only grows.
    used = max(used, count ?? used + weight)
    if limit > 0 { peakPercent = max(peakPercent, used * 100 / limit) }
  }

  /// Stops every request until a moment.
  mutating func block(until moment: Timestamp) {
    blockedUntil = max(blockedUntil ?? moment, moment)
  }

  /// Weight told or spent in this minute.
  var usedNow: Int { used }

  private mutating func roll(to now: Timestamp) {
    let current = now.microseconds / Self.minute
    // Also backwards: before the first answer the clock is our own, and may be ahead.
    guard current != window else { return }
    window = current
    used = 0
  }
}

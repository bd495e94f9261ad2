import BinanceUS
import EventModel

/// How much weight may still be spent in the intervals of the exchange's limits: a value that is
/// given requests and responses and says whether the next request may go. It neither sleeps nor
/// sends.
///
/// The exchange counts weight per address and interval and states the count in every response, so
/// what other programs on the same address spend is in it.
/// Source: docs/binance-us-api.md, section 3.
struct RateBudget: Sendable {
  /// May the request go?
  enum Admission: Sendable, Hashable {
    case go(Ticket)
    case wait(until: Timestamp)
    /// The request under way shows first whether the exchange serves again.
    case hold
  }

  /// A request that was let go: what was known then.
  struct Ticket: Sendable, Hashable {
    let weight: Int64
    let number: UInt64
    fileprivate let seen: [WeightWindow.Mark]
  }

  private(set) var windows: [WeightWindow]
  /// The highest share of a limit that any response stated, in hundredths.
  var peakPercent: Int64 { windows.map(\.peakPercent).max() ?? 0 }
  /// Refusals for weight since the last request that was served. Requests that were under way
  /// together count as one: none of them could heed the others' refusal.
  private(set) var refusals = 0
  private var inFlight: Int64 = 0
  private var requestsInFlight = 0
  private var nextNumber: UInt64 = 0
  private var firstAfterRefusal: UInt64 = 0
  private var blockedUntil: Timestamp?

  init(_ limits: [WeightLimit]) { windows = limits.map { WeightWindow($0) } }

  /// Takes the limits from the exchange's own words; what is known of one that stays stands.
  mutating func setLimits(_ limits: [WeightLimit]) {
    windows = limits.map { limit in
      let known = windows.first { $0.limit.microseconds == limit.microseconds }
      return known.map { $0.with(limit) } ?? WeightWindow(limit)
    }
  }

  /// Whether a request of this weight may be sent at the exchange's time `now`. `.go` counts it.
  mutating func admit(weight: Int64, at now: Timestamp) -> Admission {
    if let blockedUntil, now < blockedUntil { return .wait(until: blockedUntil) }
    if refusals > 0, requestsInFlight > 0 { return .hold }
    for index in windows.indices { windows[index].roll(to: now) }
    let full = windows.filter { !$0.fits(weight, besides: inFlight) }
    // Heavier than a whole budget, it goes alone.
    if let end = full.map(\.end).max(), inFlight > 0 || full.contains(where: { $0.used > 0 }) {
      return .wait(until: end)
    }
    inFlight = inFlight +| weight
    requestsInFlight += 1
    nextNumber = nextNumber +| 1
    for index in windows.indices { windows[index].noteSent(weight, at: now) }
    return .go(Ticket(weight: weight, number: nextNumber, seen: windows.map(\.mark)))
  }

  /// Takes a response to a request: the counts that it states, by the names of their headers.
  mutating func settle(_ ticket: Ticket, stated counts: [String: Int64], at now: Timestamp) {
    inFlight = max(0, inFlight -| ticket.weight)
    requestsInFlight = max(0, requestsInFlight - 1)
    for index in windows.indices {
      windows[index].roll(to: now)
      windows[index].take(
        counts[windows[index].limit.header], of: ticket.weight,
        since: ticket.seen.indices.contains(index) ? ticket.seen[index] : nil)
    }
  }

  /// Takes a refusal for weight: nothing may go until that moment.
  mutating func refuse(_ ticket: Ticket, until moment: Timestamp) {
    blockedUntil = max(blockedUntil ?? moment, moment)
    guard ticket.number >= firstAfterRefusal else { return }
    refusals += 1
    firstAfterRefusal = nextNumber +| 1
  }

  /// The exchange served a request.
  mutating func noteServed() { refusals = 0 }
}

/// One limit of weight and what is spent of it in the interval that is under way.
struct WeightWindow: Sendable {
  /// What was known of the window at one moment.
  struct Mark: Sendable, Hashable {
    let index: Int64
    let stated: Int64?
  }

  /// What is kept back, in hundredths, until the interval's first response states the exchange's
  /// own count, and after: other programs spend too, and what a request weighs is an estimate.
  private static let (reserveBlind, reserve): (Int64, Int64) = (10, 2)
  /// By how much an interval begins later here than there: clocks agree to a round trip at best.
  private static let lag: Int64 = 250_000

  private(set) var limit: WeightLimit
  /// The exchange's count, or ours where it has stated none yet in this interval.
  private(set) var used: Int64 = 0
  private var peak: Int64 = 0
  private var isStated = false
  private var index: Int64 = 0
  /// The exchange's interval is one further than ours.
  private var isAhead = false
  /// What was sent since the exchange's next interval began by its clock, as far as we know it.
  private var sentSince: Int64 = 0

  init(_ limit: WeightLimit) { self.limit = limit }

  func with(_ limit: WeightLimit) -> WeightWindow {
    var window = self
    window.limit = limit
    return window
  }

  var mark: Mark { Mark(index: index, stated: isStated ? used : nil) }
  /// The highest share of the limit that was spent in any interval, in hundredths.
  var peakPercent: Int64 { peak *| 100 / limit.weight }

  /// The moment from which the next interval counts.
  var end: Timestamp {
    Timestamp(microseconds: (index +| (isAhead ? 2 : 1)) *| limit.microseconds +| Self.lag)
  }

  /// Whether a request of this weight fits beside those under way.
  func fits(_ weight: Int64, besides inFlight: Int64) -> Bool {
    let kept = limit.weight *| (isStated ? Self.reserve : Self.reserveBlind) / 100
    return used +| inFlight +| weight <= limit.weight -| kept
  }

  /// Counts a request that goes.
  mutating func noteSent(_ weight: Int64, at now: Timestamp) {
    if now.microseconds / limit.microseconds > index { sentSince = sentSince +| weight }
  }

  mutating func roll(to now: Timestamp) {
    let current = (now.microseconds -| Self.lag) / limit.microseconds
    // Also backwards: before the first response the clock is our own, and may be ahead.
    guard current != index else { return }
    let isNext = current == index +| 1
    if isAhead, isNext {
      // The exchange was there already, and what it has stated since stands.
      (index, isAhead, sentSince) = (current, false, 0)
      return
    }
    let sent = isNext ? sentSince : 0
    let peak = peak
    self = WeightWindow(limit)
    (index, used, self.peak) = (current, sent, peak)
  }

  /// Takes the count that a response states; nil where it states none.
  mutating func take(_ count: Int64?, of weight: Int64, since mark: Mark?) {
    defer { peak = max(peak, used) }
    guard let count, count >= 0 else {
      used = used +| weight
      return
    }
    let hasBegunAnew = mark?.stated.map { count < $0 } ?? false
    if mark?.index == index {
      if hasBegunAnew {
        // A count only grows within an interval, so the exchange's next one has begun.
        (used, isAhead) = (count, true)
      } else {
        // Responses overtake each other.
        used = isStated ? max(used, count) : count
      }
      isStated = true
    } else if hasBegunAnew {
      used = isStated ? max(used, count) : count
      isStated = true
    } else if !isStated {
      // It may be the count of the interval before.
      used = used +| weight
    }
  }
}

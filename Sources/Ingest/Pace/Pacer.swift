import BinanceUS
import EventModel

/// Lets requests go when the budget allows; the one place in `sync` that waits for it.
actor Pacer {
  /// What a response means for the pace.
  enum Reception: Sendable, Hashable {
    case served
    /// Too much was spent: nothing may go until that moment.
    case refused(until: Timestamp)
    case neither
  }

  private var budget: RateBudget
  private let clock: ExchangeClock
  private let stop: StopSignal
  /// The longest single pause; a longer one ends the run.
  private let longestWait: Duration
  /// After as many the run ends: nothing more goes until it has.
  private let refusalsInARow: Int
  private(set) var waits = 0
  private(set) var waited = Duration.zero
  private let progress: ProgressReporter
  private let onWait: @Sendable (Duration) -> Void
  private var waitsUntil: Timestamp?

  init(
    limits: [WeightLimit], clock: ExchangeClock, settings: SyncSettings, progress: ProgressReporter,
    onWait: @escaping @Sendable (Duration) -> Void
  ) {
    budget = RateBudget(limits)
    self.clock = clock
    stop = settings.stop
    longestWait = settings.longestWait
    refusalsInARow = settings.retries.refusalsInARow
    self.progress = progress
    self.onWait = onWait
  }

  /// Returns when a request of this weight may go; it is then counted.
  ///
  /// - Throws: ``RunStop/pause(_:until:longest:)`` where the exchange demands a longer pause than a
  ///   run may make.
  func admit(weight: Int, for source: Source) async throws -> RateBudget.Ticket {
    while true {
      try stop.check()
      guard budget.refusals < refusalsInARow else {
        try await stop.sleep(for: .milliseconds(50))
        continue
      }
      let now = clock.now
      switch budget.admit(weight: Int64(weight), at: now) {
      case .go(let ticket):
        progress.change { $0.waitsUntil = nil }
        return ticket
      case .hold: try await stop.sleep(for: .milliseconds(50))
      case .wait(let moment):
        let pause = Duration.microseconds(moment.microseconds -| now.microseconds)
        guard pause <= longestWait else { throw RunStop.pause(source, until: moment, longest: longestWait) }
        note(pause, until: moment)
        progress.change { $0.waitsUntil = ContinuousClock.now + pause }
        try await stop.sleep(for: pause)
      }
    }
  }

  /// Several requests that wait for the same moment are one wait.
  private func note(_ pause: Duration, until moment: Timestamp) {
    guard waitsUntil.map({ moment > $0 }) ?? true else { return }
    waitsUntil = moment
    waits += 1
    waited += pause
    onWait(pause)
  }

  /// Takes the response to a request that was let go, by the weights that its headers state and by
  /// what it means, in one step: no other request goes between the two.
  ///
  /// - Returns: how many refusals for weight there were in a row.
  func settle(_ ticket: RateBudget.Ticket, stated counts: [String: Int64], as reception: Reception) -> Int {
    budget.settle(ticket, stated: counts, at: clock.now)
    switch reception {
    case .served: budget.noteServed()
    case .refused(let moment): budget.refuse(ticket, until: moment)
    case .neither: break
    }
    if let first = budget.windows.first {
      progress.change { progress in
        progress.weightUsed = Int(clamping: first.used)
        progress.weightLimit = Int(clamping: first.limit.weight)
      }
    }
    return budget.refusals
  }

  func setLimits(_ limits: [WeightLimit]) { budget.setLimits(limits) }

  /// Weight of the first limit, as it is known now.
  var used: Int { Int(clamping: budget.windows.first?.used ?? 0) }
  var peakPercent: Int { Int(clamping: budget.peakPercent) }
}

import BinanceUS
import EventLog

/// Lets requests go when the budget allows; the one place in `sync` that waits for it.
actor Pacer {
  private var budget: RateBudget
  private let clock: ExchangeClock
  private let stop: StopSignal
  private(set) var waits = 0
  private(set) var waited = Duration.zero
  private let progress: ProgressTeller
  private let onWait: @Sendable (Duration) -> Void
  private var waitsUntil: Timestamp?

  init(
    limit: Int, clock: ExchangeClock, stop: StopSignal, progress: ProgressTeller,
    onWait: @escaping @Sendable (Duration) -> Void
  ) {
    budget = RateBudget(limit: limit)
    self.clock = clock
    self.stop = stop
    self.progress = progress
    self.onWait = onWait
  }

  /// Returns when a request of this weight may go; it is then counted.
  func admit(weight: Int) async throws {
    while true {
      try stop.check()
      let now = clock.now
      switch budget.admit(weight: weight, at: now) {
      case .go: return progress.change { $0.waitsUntil = nil }
      case .wait(let moment):
        let pause = Duration.microseconds(moment.microseconds - now.microseconds)
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

  func settle(weight: Int, told count: Int?) {
    budget.settle(weight: weight, told: count, at: clock.now)
    let (used, limit) = (budget.usedNow, budget.limit)
    progress.change { progress in
      progress.weightUsed = used
      progress.weightLimit = limit
    }
  }

  func block(until moment: Timestamp) { budget.block(until: moment) }

  func setLimit(_ limit: Int) { budget.setLimit(limit) }

  var used: Int { budget.usedNow }
  var limit: Int { budget.limit }
  var peakPercent: Int { budget.peakPercent }
}

import BinanceUS
import EventLog

/// Lets requests go when the budget allows; the one place in `sync` that waits for it.
actor Pacer {
  private var budget: RateBudget
  private let clock: ExchangeClock
  private let stop: StopSignal
  private(set) var waits = 0
  private(set) var waited = Duration.zero
  private let onWait: @Sendable (Duration) -> Void

  init(limit: Int, clock: ExchangeClock, stop: StopSignal, onWait: @escaping @Sendable (Duration) -> Void) {
    budget = RateBudget(limit: limit)
    self.clock = clock
    self.stop = stop
    self.onWait = onWait
  }

  /// Returns when a request of this weight may go; it is then counted.
  func admit(weight: Int) async throws {
    while true {
      try stop.check()
      let now = clock.now
      switch budget.admit(weight: weight, at: now) {
      case .go: return
      case .wait(let moment):
        let pause = Duration.microseconds(moment.microseconds - now.microseconds)
        waits += 1
        waited += pause
        onWait(pause)
        try await stop.sleep(for: pause)
      }
    }
  }

  func settle(weight: Int, told count: Int?) {
    budget.settle(weight: weight, told: count, at: clock.now)
  }

  func block(until moment: Timestamp) { budget.block(until: moment) }

  func setLimit(_ limit: Int) { budget.setLimit(limit) }

  var used: Int { budget.usedNow }
  var limit: Int { budget.limit }
  var peakPercent: Int { budget.peakPercent }
}

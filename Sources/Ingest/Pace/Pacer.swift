import BinanceUS
import EventLog

/// Lets requests go when the budget allows; the one place in `sync` that waits for it.
actor Pacer {
  private var budget: RateBudget
  private let clock: ExchangeClock
  private let stop: StopSignal
  /// The longest single pause; a longer one ends the run.
  private let longestWait: Duration
  private(set) var waits = 0
  private(set) var waited = Duration.zero
  private let progress: ProgressTeller
  private let onWait: @Sendable (Duration) -> Void
  private var waitsUntil: Timestamp?

  init(
    limits: [WeightLimit], clock: ExchangeClock, settings: SyncSettings, progress: ProgressTeller,
    onWait: @escaping @Sendable (Duration) -> Void
  ) {
    budget = RateBudget(limits)
    self.clock = clock
    stop = settings.stop
    longestWait = settings.longestWait
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

  /// Takes the response to a request that was let go, by the weights that its headers state.
  func settle(_ ticket: RateBudget.Ticket, stated counts: [String: Int64]) {
    budget.settle(ticket, stated: counts, at: clock.now)
    guard let first = budget.windows.first else { return }
    progress.change { progress in
      progress.weightUsed = Int(clamping: first.used)
      progress.weightLimit = Int(clamping: first.limit.weight)
    }
  }

  /// Takes a refusal for weight, and gives how many there were in a row.
  func refuse(_ ticket: RateBudget.Ticket, until moment: Timestamp) -> Int {
    budget.refuse(ticket, until: moment)
    return budget.refusals
  }

  func noteServed() { budget.noteServed() }

  func setLimits(_ limits: [WeightLimit]) { budget.setLimits(limits) }

  /// Weight of the first limit, as it is known now.
  var used: Int { Int(clamping: budget.windows.first?.used ?? 0) }
  var peakPercent: Int { Int(clamping: budget.peakPercent) }
}

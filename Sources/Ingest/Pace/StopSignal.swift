/// Whether the run is to end: waits are cut short, and no new request is made.
public final class StopSignal: Sendable {
  /// Thrown where a run that is to end would go on.
  public struct Requested: Error {}

  private let isRequested: @Sendable () -> Bool

  /// - Parameter isRequested: called often; must be cheap.
  public init(_ isRequested: @escaping @Sendable () -> Bool = { false }) {
    self.isRequested = isRequested
  }

  func check() throws(Requested) {
    if isRequested() { throw Requested() }
  }

  /// Never returns: throws when the run is to end, or the task is cancelled.
  func wait() async throws {
    while true {
      try check()
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Sleeps, but not for long after the run is to end.
  func sleep(for pause: Duration) async throws {
    let clock = ContinuousClock()
    let end = clock.now + pause
    while clock.now < end {
      try check()
      try await Task.sleep(for: min(.milliseconds(100), end - clock.now))
    }
  }
}

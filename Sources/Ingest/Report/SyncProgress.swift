import Synchronization

/// How a run is getting on.
public struct SyncProgress: Sendable, Hashable {
  /// What was requested last.
  public internal(set) var source: Source?
  public internal(set) var symbolsDone = 0
  /// Symbols of the scope; 0 until it is known.
  public internal(set) var symbols = 0
  /// Weight of this minute, as the exchange counts it.
  public internal(set) var weightUsed = 0
  public internal(set) var weightLimit = 0
  /// When requests may go on, where the run waits for the exchange's weight limit.
  public internal(set) var waitsUntil: ContinuousClock.Instant?

  init() {}
}

/// Keeps the progress of one run, and reports its changes, one after the other.
final class ProgressReporter: Sendable {
  private let progress = Mutex(SyncProgress())
  private let report: @Sendable (SyncProgress) -> Void

  init(_ report: @escaping @Sendable (SyncProgress) -> Void) { self.report = report }

  func change(_ change: (inout SyncProgress) -> Void) {
    progress.withLock { progress in
      change(&progress)
      report(progress)
    }
  }
}

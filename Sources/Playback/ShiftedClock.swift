import Synchronization

/// The recorded exchange's clock, running on from where it stood when playback began.
final class ShiftedClock: Sendable {
  private let begun = ContinuousClock.now
  private let recorded = Mutex<Int64?>(nil)

  /// The recorded time, read once.
  func start(_ read: () async throws -> Int64) async throws -> Int64 {
    if let known = recorded.withLock({ $0 }) { return known }
    let time = try await read()
    recorded.withLock { $0 = time }
    return time
  }

  /// Milliseconds, where `start` is what the clock showed in the beginning.
  func now(since start: Int64) -> Int64 {
    let passed = (ContinuousClock.now - begun).components
    return start +| passed.seconds *| 1000 +| passed.attoseconds / 1_000_000_000_000_000
  }
}

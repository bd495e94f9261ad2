import EventModel

/// When something began, by the system's clock, and how long ago, by one that never jumps.
struct Stopwatch {
  let startedAt = Timestamp.now()
  private let start = ContinuousClock.now

  var elapsedMicroseconds: Int64 {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return seconds *| 1_000_000 +| attoseconds / 1_000_000_000_000
  }
}

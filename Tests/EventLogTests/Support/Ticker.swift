import EventModel
import Synchronization

/// A clock that shows the times that it was given.
final class Ticker: Sendable {
  private let times: Mutex<[Int64]>

  init(_ times: [Int64]) {
    self.times = Mutex(times)
  }

  func next() -> Timestamp {
    Timestamp(microseconds: times.withLock { $0.removeFirst() })
  }
}

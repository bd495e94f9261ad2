import BinanceUS
import EventModel
import Synchronization

/// The exchange's time: ours plus the offset that `/api/v3/time` gave.
final class ExchangeClock: Sendable {
  private let offsetMicroseconds = Mutex<Int64>(0)
  /// Our own time.
  let host: @Sendable () -> Timestamp

  init(host: @escaping @Sendable () -> Timestamp) { self.host = host }

  var now: Timestamp {
    Timestamp(microseconds: host().microseconds +| offsetMicroseconds.withLock { $0 })
  }

  var milliseconds: Int64 { now.microseconds / 1000 }

  /// Takes the exchange's response, which lies in the middle of the request's time.
  func set(serverMilliseconds: Int64, sentAt: Timestamp, tookMicroseconds: Int64) {
    let middle = sentAt.microseconds +| tookMicroseconds / 2
    offsetMicroseconds.withLock { $0 = serverMilliseconds *| 1000 -| middle }
  }
}

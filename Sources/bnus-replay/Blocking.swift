import Dispatch
import Synchronization

/// Waits on the calling thread for work that is asynchronous.
enum Blocking {
  static func wait<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) throws -> R {
    guard let outcome = wait(for: .seconds(3600), until: { false }, work) else {
      preconditionFailure("the work has ended and left its result")
    }
    return try outcome.get()
  }

  /// Waits like `wait`, and looks now and then whether to wait no longer; nil where it is so.
  static func wait<R: Sendable>(
    for interval: DispatchTimeInterval, until isOver: () -> Bool,
    _ work: @escaping @Sendable () async throws -> R
  ) -> Result<R, any Error>? {
    let result = Mutex<Result<R, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      let outcome: Result<R, any Error>
      do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
      result.withLock { $0 = outcome }
      done.signal()
    }
    while done.wait(timeout: .now() + interval) == .timedOut {
      if isOver() { return nil }
    }
    return result.withLock { $0 }
  }
}

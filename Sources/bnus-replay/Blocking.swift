import Dispatch
import Synchronization

/// Waits on the calling thread for work that is asynchronous.
enum Blocking {
  static func wait<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) throws -> R {
    let result = Mutex<Result<R, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      let outcome: Result<R, any Error>
      do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
      result.withLock { $0 = outcome }
      done.signal()
    }
    done.wait()
    guard let outcome = result.withLock({ $0 }) else {
      preconditionFailure("the work has ended and left its result")
    }
    return try outcome.get()
  }
}

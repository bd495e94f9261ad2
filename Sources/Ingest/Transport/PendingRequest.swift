import Synchronization

/// A request on its way to the loop, and the task that waits for its answer.
struct PendingRequest: Sendable {
  typealias Outcome = Result<HTTPResponse, TransportFailure>

  let request: HTTPRequest
  let origin: URLOrigin
  let cancellation: CancellationFlag
  private let continuation: CheckedContinuation<Outcome, Never>

  init(
    _ request: HTTPRequest, to origin: URLOrigin, cancellation: CancellationFlag,
    continuation: CheckedContinuation<Outcome, Never>
  ) {
    self.request = request
    self.origin = origin
    self.cancellation = cancellation
    self.continuation = continuation
  }

  /// Gives the outcome to whoever waits; once.
  func resume(with outcome: Outcome) {
    continuation.resume(returning: outcome)
  }

  /// Fails a request that never began.
  func resume(failing error: CurlError) {
    resume(with: .failure(TransportFailure(error, of: request, to: origin)))
  }
}

/// Whether the task that waits was cancelled.
final class CancellationFlag: Sendable {
  private let flag = Atomic<Bool>(false)

  var isSet: Bool { flag.load(ordering: .acquiring) }

  func set() {
    flag.store(true, ordering: .releasing)
  }
}

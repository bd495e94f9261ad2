import Synchronization

/// Answers that are ready to be sent, in a bounded number of bytes.
final class AnswerCache: Sendable {
  private let state: Mutex<MemoryBound<AskedRequest, Reply>>

  init(limit: Int) { state = Mutex(MemoryBound(limit: limit)) }

  subscript(request: AskedRequest) -> Reply? {
    state.withLock { $0[request] }
  }

  func keep(_ reply: Reply, for request: AskedRequest) {
    state.withLock { $0.keep(reply, as: request, bytes: reply.byteCount + 2 * request.query.utf8.count) }
  }
}

import Synchronization

/// The transport's one thread: it drives the multi handle, and every handle is used here alone.
final class CurlLoop: Sendable {
  private let multi: CurlMulti
  private let options: TransportOptions
  private let mailbox = Mutex(Mailbox())

  /// What other threads have for the loop.
  private struct Mailbox {
    var requests: [PendingRequest] = []
    var hasCancellations = false
    /// Why no more requests are taken.
    var ending: CurlError?
  }

  init(_ options: TransportOptions) throws(CurlError) {
    multi = try CurlMulti.make(idleConnections: options.maxConnections)
    self.options = options
  }

  /// Hands a request over; fails it at once when the loop takes no more.
  func submit(_ request: PendingRequest) {
    let ending = mailbox.withLock { mailbox in
      if mailbox.ending == nil { mailbox.requests.append(request) }
      return mailbox.ending
    }
    if let ending { request.resume(failing: ending) } else { multi.wakeUp() }
  }

  /// Says that the flag of some request was set.
  func noteCancellation() {
    mailbox.withLock { $0.hasCancellations = true }
    multi.wakeUp()
  }

  /// Takes no more requests, and lets `run` end.
  func close(_ why: CurlError) {
    mailbox.withLock { $0.ending = $0.ending ?? why }
    multi.wakeUp()
  }

  /// The life of the thread: returns after `close`, when every request has its outcome.
  func run() {
    var table = TransferTable(options)
    do throws(CurlError) {
      while try step(&table) {}
    } catch {
      // A multi handle that fails once is not to be used again.
      close(error)
    }
    let (left, ending) = mailbox.withLock { mailbox in
      defer { mailbox.requests = [] }
      return (mailbox.requests, mailbox.ending ?? .shutDown)
    }
    table.enqueue(left)
    table.endAll(ending, on: multi)
  }

  /// Takes the mail, moves transfers on, waits for the network; false when the loop is to end.
  private func step(_ table: inout TransferTable) throws(CurlError) -> Bool {
    let mail = mailbox.withLock { mailbox in
      defer {
        mailbox.requests = []
        mailbox.hasCancellations = false
      }
      return mailbox
    }
    table.enqueue(mail.requests)
    guard mail.ending == nil else { return false }
    if mail.hasCancellations { try table.endCancelled(on: multi) }
    table.begin(on: multi)
    try multi.perform()
    var hasEnded = false
    while let (easy, code) = multi.nextEnded() {
      try table.end(easy, code, on: multi)
      hasEnded = true
    }
    // A free handle may take up the next request at once.
    if !hasEnded { try multi.poll(milliseconds: 1000) }
    return true
  }
}

import CCurl
import Platform
import Synchronization
import SystemPackage

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

/// The multi handle.
///
/// `@unchecked Sendable`: libcurl lets any thread call `curl_multi_wakeup`; everything else here is called by the
/// loop's thread alone.
struct CurlMulti: ~Copyable, @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer

  /// `idleConnections` is how many are kept open for the next request.
  static func make(idleConnections: Int) throws(CurlError) -> CurlMulti {
    guard let handle = curl_multi_init() else {
      throw CurlError(kind: .other, operation: "make a multi handle", text: "out of memory")
    }
    let multi = CurlMulti(owning: handle)
    try CurlError.check(
      bnus_curl_multi_set_number(handle, CURLMOPT_MAXCONNECTS, idleConnections),
      "set the number of connections")
    return multi
  }

  private init(owning handle: UnsafeMutableRawPointer) {
    self.handle = handle
  }

  // All easy handles have been removed by then: the loop's thread ends before this does.
  deinit { curl_multi_cleanup(handle) }

  func add(_ easy: borrowing CurlEasy) throws(CurlError) {
    try CurlError.check(curl_multi_add_handle(handle, easy.handle), "begin a transfer")
  }

  func remove(_ easy: borrowing CurlEasy) throws(CurlError) {
    try CurlError.check(curl_multi_remove_handle(handle, easy.handle), "end a transfer")
  }

  /// Moves every transfer on as far as it goes without waiting.
  func perform() throws(CurlError) {
    var running: CInt = 0
    try CurlError.check(curl_multi_perform(handle, &running), "move the transfers on")
  }

  /// Waits until a socket is ready, a time limit is near, or somebody calls `wakeUp`.
  func poll(milliseconds: CInt) throws(CurlError) {
    try CurlError.check(curl_multi_poll(handle, nil, 0, milliseconds, nil), "wait for the network")
  }

  /// Ends a `poll` under way or, if there is none, the next one. For any thread.
  ///
  /// It can fail only when its socket pair is broken: then `poll` ends at its own limit instead.
  func wakeUp() {
    _ = curl_multi_wakeup(handle)
  }

  /// A transfer that has ended: its easy handle and its code. Nil when there is no other.
  func nextEnded() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
    var left: CInt = 0
    while let message = curl_multi_info_read(handle, &left) {
      if message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle {
        return (easy, bnus_curl_message_result(message))
      }
    }
    return nil
  }
}

/// The thread that a loop runs on: started once, joined once.
final class TransportThread: Sendable {
  private let thread: Mutex<QuietThread?>

  /// Starts a thread that runs the loop and keeps it alive meanwhile.
  static func start(_ loop: CurlLoop) throws(TransportError) -> TransportThread {
    let argument = Unmanaged.passRetained(loop)
    do throws(Errno) {
      return TransportThread(owning: try QuietThread.start(argument.toOpaque(), body))
    } catch {
      argument.release()
      throw .noThread(errno: error.rawValue)
    }
  }

  private init(owning thread: QuietThread) {
    self.thread = Mutex(thread)
  }

  /// Waits until it has ended; who comes second waits as well.
  func join() {
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
  }

  private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    argument in
    guard let argument else { return nil }
    Unmanaged<CurlLoop>.fromOpaque(argument).takeRetainedValue().run()
    return nil
  }
}

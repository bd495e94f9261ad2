import CCurl

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

import CCurl

/// The requests that wait, those under way and the idle handles; the loop's thread alone has it.
struct TransferTable {
  private let options: TransportOptions
  private var waiting: ArraySlice<PendingRequest> = []
  private var underWay: [UnsafeMutableRawPointer: CurlTransfer] = [:]
  private var idle: [CurlTransfer] = []

  init(_ options: TransportOptions) {
    self.options = options
  }

  /// Puts requests at the end of the queue.
  mutating func enqueue(_ requests: [PendingRequest]) {
    waiting.append(contentsOf: requests)
  }

  /// Begins requests in their order while handles are free.
  mutating func begin(on multi: borrowing CurlMulti) {
    while underWay.count < options.maxConnections, let next = waiting.popFirst() {
      if next.cancellation.isSet {
        next.resume(failing: .cancelled)
      } else {
        begin(next, on: multi)
      }
    }
  }

  /// Answers the transfer that `easy` carried; its handle is idle again.
  mutating func end(_ easy: UnsafeMutableRawPointer, _ code: CURLcode, on multi: borrowing CurlMulti)
    throws(CurlError)
  {
    guard let transfer = underWay.removeValue(forKey: easy) else { return }
    try remove(transfer, from: multi) { $0.end(code) }
  }

  /// Fails what nobody waits for any more.
  mutating func endCancelled(on multi: borrowing CurlMulti) throws(CurlError) {
    for request in waiting where request.cancellation.isSet { request.resume(failing: .cancelled) }
    waiting = ArraySlice(waiting.filter { !$0.cancellation.isSet })
    for (easy, transfer) in underWay where transfer.isCancelled {
      underWay[easy] = nil
      try remove(transfer, from: multi) { $0.fail(.cancelled) }
    }
  }

  /// Fails everything; nothing is left.
  mutating func endAll(_ error: CurlError, on multi: borrowing CurlMulti) {
    for request in waiting { request.resume(failing: error) }
    waiting = []
    for transfer in underWay.values {
      do throws(CurlError) {
        try remove(transfer, from: multi) { $0.fail(error) }
      } catch {
        transfer.fail(error)
      }
    }
    underWay = [:]
    idle = []
  }

  private mutating func begin(_ request: PendingRequest, on multi: borrowing CurlMulti) {
    do throws(CurlError) {
      let transfer = try takeIdle()
      try transfer.begin(request)
      try multi.add(transfer.easy)
      underWay[transfer.easy.handle] = transfer
    } catch {
      request.resume(failing: error)
    }
  }

  private mutating func takeIdle() throws(CurlError) -> CurlTransfer {
    if let transfer = idle.popLast() { return transfer }
    return try CurlTransfer.make(options)
  }

  /// The handle leaves the multi handle before anybody hears of its outcome.
  private mutating func remove(
    _ transfer: CurlTransfer, from multi: borrowing CurlMulti, answer: (CurlTransfer) -> Void
  ) throws(CurlError) {
    do throws(CurlError) {
      try multi.remove(transfer.easy)
    } catch {
      transfer.fail(error)
      throw error
    }
    answer(transfer)
    idle.append(transfer)
  }
}

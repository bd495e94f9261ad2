import CCurl
import EventModel
import Synchronization

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

  /// Completes the transfer that `easy` carried; its handle is idle again.
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
    _ transfer: CurlTransfer, from multi: borrowing CurlMulti, completed: (CurlTransfer) -> Void
  ) throws(CurlError) {
    do throws(CurlError) {
      try multi.remove(transfer.easy)
    } catch {
      transfer.fail(error)
      throw error
    }
    completed(transfer)
    idle.append(transfer)
  }
}

/// A request on its way to the loop, and the task that waits for its response.
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

/// An easy handle that carries one request after another, and collects what comes back.
///
/// Only the loop's thread touches it. libcurl holds its address, so that it must outlive its handle's last transfer.
final class CurlTransfer {
  let easy: CurlEasy
  private var current: (pending: PendingRequest, stopwatch: Stopwatch)?
  private var list: CurlHeaderList?
  fileprivate var headers = HeaderBlock()
  fileprivate var body: BodyCollector

  /// A transfer that carries nothing yet.
  static func make(_ options: TransportOptions) throws(CurlError) -> CurlTransfer {
    let transfer = CurlTransfer(try CurlEasy.make(), bodyLimitBytes: options.bodyLimitBytes)
    try transfer.easy.apply(options)
    let address = Unmanaged.passUnretained(transfer).toOpaque()
    try transfer.easy.set(CURLOPT_HEADERDATA, pointer: address)
    try transfer.easy.set(CURLOPT_WRITEDATA, pointer: address)
    try transfer.easy.set(CURLOPT_HEADERFUNCTION, receiver: receiveHeader)
    try transfer.easy.set(CURLOPT_WRITEFUNCTION, receiver: receiveBody)
    return transfer
  }

  private init(_ easy: consuming CurlEasy, bodyLimitBytes: Int) {
    self.easy = easy
    body = BodyCollector(limitBytes: bodyLimitBytes)
  }

  /// Whether the task that waits for it was cancelled.
  var isCancelled: Bool { current?.pending.cancellation.isSet ?? false }

  /// Takes a request up; whoever calls adds the handle to the multi handle then.
  func begin(_ pending: PendingRequest) throws(CurlError) {
    let list = try CurlHeaderList.make(of: pending.request.headers)
    try easy.set(CURLOPT_URL, pending.request.url)
    try easy.setHeaders(list.head)
    self.list = consume list
    // Nothing stands between this machine and itself, and nothing plain goes beyond it.
    try easy.set(CURLOPT_PROXY, pending.origin.isLoopback ? "" : nil)
    try easy.setSocketOpener(pending.origin.scheme == .http ? LoopbackAddress.openSocket : nil)
    easy.clearErrorText()
    headers = HeaderBlock()
    body = BodyCollector(limitBytes: body.limitBytes)
    current = (pending, Stopwatch())
  }

  /// Resumes whoever waits, and forgets the request: its handle is free for the next one.
  func end(_ code: CURLcode) {
    do throws(CurlError) {
      try CurlError.check(
        code, "receive the response", systemError: easy.lastSystemError, detail: easy.lastErrorText)
      try succeed()
    } catch {
      fail(error)
    }
  }

  /// Resumes whoever waits with a failure, and forgets the request.
  func fail(_ error: CurlError) {
    guard let (pending, stopwatch) = current else { return }
    let failure = TransportFailure(
      error, detail: error.kind == .cancelled ? "" : easy.lastErrorText, of: pending.request,
      to: pending.origin,
      headers: headers, body: body, stopwatch: stopwatch)
    forget()
    pending.resume(with: .failure(failure))
  }

  private func succeed() throws(CurlError) {
    guard let (pending, stopwatch) = current else { return }
    guard let status = headers.status else {
      throw CurlError(
        kind: .other, operation: "receive the response", text: "its status line holds no status")
    }
    let response = HTTPResponse(
      status: status, httpVersion: headers.version, headers: headers.fields, body: body.bytes,
      startedAt: stopwatch.startedAt, durationMicroseconds: stopwatch.elapsedMicroseconds)
    forget()
    pending.resume(with: .success(response))
  }

  private func forget() {
    current = nil
    headers = HeaderBlock()
    body = BodyCollector(limitBytes: body.limitBytes)
  }
}

private let receiveHeader: curl_write_callback = { bytes, size, count, address in
  guard let address else { return 0 }
  let transfer = Unmanaged<CurlTransfer>.fromOpaque(address).takeUnretainedValue()
  transfer.headers.take(line: UnsafeRawBufferPointer(start: bytes, count: size * count))
  return size * count
}

private let receiveBody: curl_write_callback = { bytes, size, count, address in
  guard let address else { return 0 }
  let transfer = Unmanaged<CurlTransfer>.fromOpaque(address).takeUnretainedValue()
  let isWhole = transfer.body.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
  return isWhole ? size * count : Int(CURL_WRITEFUNC_ERROR)
}

/// The decoded bytes of a body, up to a limit.
struct BodyCollector {
  let limitBytes: Int
  private(set) var bytes: [UInt8] = []
  /// Whether more came than the limit allows.
  private(set) var passedLimit = false

  init(limitBytes: Int) {
    self.limitBytes = limitBytes
  }

  /// Keeps what fits; false when that was not all.
  mutating func take(_ more: UnsafeRawBufferPointer) -> Bool {
    let space = limitBytes - bytes.count
    // Doubling would reserve up to twice the limit.
    let needed = bytes.count + min(more.count, space)
    if needed > bytes.capacity { bytes.reserveCapacity(min(limitBytes, max(needed, 2 * bytes.capacity))) }
    bytes.append(contentsOf: more.prefix(space))
    passedLimit = passedLimit || more.count > space
    return !passedLimit
  }
}

/// When something began, by the system's clock, and how long ago, by one that never jumps.
struct Stopwatch {
  let startedAt = Timestamp.now()
  private let start = ContinuousClock.now

  var elapsedMicroseconds: Int64 {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return seconds *| 1_000_000 +| attoseconds / 1_000_000_000_000
  }
}

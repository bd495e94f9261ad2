import CCurl

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

  /// Answers whoever waits, and forgets the request: its handle is free for the next one.
  func end(_ code: CURLcode) {
    do throws(CurlError) {
      try CurlError.check(
        code, "receive the answer", systemError: easy.lastSystemError, detail: easy.lastErrorText)
      try succeed()
    } catch {
      fail(error)
    }
  }

  /// Answers whoever waits with a failure, and forgets the request.
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
      throw CurlError(kind: .other, operation: "receive the answer", text: "its status line holds no status")
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

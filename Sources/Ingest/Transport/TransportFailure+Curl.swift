import EventModel

extension TransportFailure {
  /// A request that never began, or whose URL cannot be asked.
  init(_ error: CurlError, of request: HTTPRequest, to origin: URLOrigin?) {
    self.init(
      kind: error.kind, message: Self.sentence(error, detail: "", of: request, to: origin),
      startedAt: Timestamp.now())
  }

  /// A request that broke: `detail` is what libcurl says beyond its code.
  init(
    _ error: CurlError, detail: String, of request: HTTPRequest, to origin: URLOrigin, headers: HeaderBlock,
    body: BodyCollector, stopwatch: Stopwatch
  ) {
    let error = body.passedLimit ? CurlError.bodyTooLarge(limitBytes: body.limitBytes) : error
    self.init(
      kind: error.kind,
      message: Self.sentence(error, detail: body.passedLimit ? "" : detail, of: request, to: origin),
      partialStatus: headers.status, partialHeaders: headers.fields, partialBody: body.bytes,
      startedAt: stopwatch.startedAt, durationMicroseconds: stopwatch.elapsedMicroseconds)
  }

  /// What failed, where, and what to try; the host is all that it tells of the URL.
  private static func sentence(
    _ error: CurlError, detail: String, of request: HTTPRequest, to origin: URLOrigin?
  ) -> String {
    let what = detail.isEmpty || request.isEchoed(in: detail) ? error.text : detail
    guard let origin else { return "the URL cannot be asked: \(what)" }
    let place = origin.authority
    return switch error.kind {
    case .timeout: "no whole answer from \(place) in time: \(what)"
    case .refused: "no connection to \(place): \(what)"
    case .unresolved: "no address for \(place): \(what); check the network and its name servers"
    case .connectionLost: "the connection to \(place) was lost: \(what)"
    case .tls: "no trusted connection to \(place): \(what); check the clock, and ca_file if the CA is private"
    case .bodyTooLarge: "the answer of \(place) is too large: \(what)"
    case .cancelled: "the request to \(place) was cancelled: \(what)"
    case .invalidURL, .other: "the request to \(place) failed: could not \(error.operation): \(what)"
    }
  }
}

extension CurlError {
  static func bodyTooLarge(limitBytes: Int) -> CurlError {
    CurlError(
      kind: .bodyTooLarge, operation: "receive the answer",
      text: "its body passes the limit of \(limitBytes) bytes")
  }

  static let cancelled = CurlError(
    kind: .cancelled, operation: "finish the request", text: "nobody waits for it any more")

  static let shutDown = CurlError(
    kind: .cancelled, operation: "finish the request", text: "the transport was shut down")
}

extension HTTPRequest {
  /// Whether a text of libcurl's quotes the query, a value in it, or a header field's value.
  func isEchoed(in text: String) -> Bool {
    let query = url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    let values = query.split(separator: "&").compactMap {
      $0.split(separator: "=", maxSplits: 1).dropFirst().first
    }
    // Shorter values ("5000") are no secrets, and stand in many a text by chance.
    let secrets = values.map(String.init) + headers.map(\.value)
    return secrets.contains { $0.utf8.count >= 8 && text.contains($0) }
  }
}

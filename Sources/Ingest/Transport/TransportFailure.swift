import CCurl
public import EventModel
import Platform
import SystemPackage

/// A request that brought no whole response: why, and what came before it broke.
public struct TransportFailure: Error, Sendable {
  /// What kind of failure it was.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The time limit passed, at whatever stage: connecting, waiting, or a body that stalled.
    case timeout
    /// No connection: nobody listens, no route, or a proxy that does not respond.
    case refused
    /// The name has no address.
    case unresolved
    /// The connection ended before the response did, or what came was garbled on the way.
    case connectionLost
    /// TLS could not be agreed on, or the server did not prove that it is the one that was meant.
    case tls
    /// The body passed the limit; the part up to the limit is kept.
    case bodyTooLarge
    /// The URL is none, or one that this transport does not use (plain http to another machine).
    case invalidURL
    /// The task that waited was cancelled, or the transport was shut down.
    case cancelled
    /// Anything else: not HTTP, out of memory.
    case other

    /// Whether trying again in a moment may help: not where the server proved to be another, nor
    /// where the same response would be too large again.
    public var mayPass: Bool { ![.tls, .bodyTooLarge, .invalidURL].contains(self) }
  }

  /// What kind of failure it was.
  public let kind: Kind
  /// A sentence for people: it names the host, never the query or a header field.
  public let message: String
  /// The status, if its line came.
  public let partialStatus: UInt16?
  /// The header fields that came.
  public let partialHeaders: [HeaderField]
  /// The part of the body that came, decoded as far as possible, never more than the limit.
  public let partialBody: [UInt8]
  /// When the request left for libcurl, or was refused before that.
  public let startedAt: Timestamp
  /// From there to the failure.
  public let durationMicroseconds: Int64

  /// A failure of these parts.
  public init(
    kind: Kind, message: String, partialStatus: UInt16? = nil, partialHeaders: [HeaderField] = [],
    partialBody: [UInt8] = [], startedAt: Timestamp, durationMicroseconds: Int64 = 0
  ) {
    self.kind = kind
    self.message = message
    self.partialStatus = partialStatus
    self.partialHeaders = partialHeaders
    self.partialBody = partialBody
    self.startedAt = startedAt
    self.durationMicroseconds = durationMicroseconds
  }
}

extension TransportFailure: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The sentence alone: what came may echo the request.
  public var description: String { message }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Shows nothing but kind and sentence.
  public var customMirror: Mirror { Mirror(self, children: ["kind": kind.rawValue, "message": message]) }
}

extension TransportFailure {
  /// A request that never began, or whose URL cannot be used.
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

  /// What failed, where, and what to try; the host is all that it shows of the URL.
  private static func sentence(
    _ error: CurlError, detail: String, of request: HTTPRequest, to origin: URLOrigin?
  ) -> String {
    let what = detail.isEmpty || request.isEchoed(in: detail) ? error.text : detail
    guard let origin else { return "the URL cannot be used: \(what)" }
    let place = origin.authority
    return switch error.kind {
    case .timeout: "no whole answer from \(place) in time: \(what)"
    case .refused: "no connection to \(place): \(what)"
    case .unresolved: "no address for \(place): \(what); check the network and its name servers"
    case .connectionLost: "the connection to \(place) was lost: \(what)"
    case .tls: "no trusted connection to \(place): \(what); check the clock, and ca_file if the CA is private"
    case .bodyTooLarge: "the response of \(place) is too large: \(what)"
    case .cancelled: "the request to \(place) was cancelled: \(what)"
    case .invalidURL, .other: "the request to \(place) failed: could not \(error.operation): \(what)"
    }
  }
}

extension CurlError {
  static func bodyTooLarge(limitBytes: Int) -> CurlError {
    CurlError(
      kind: .bodyTooLarge, operation: "receive the response",
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
    let query = url.pieces(at: "?", most: 2).dropFirst().first ?? ""
    let values = query.pieces(at: "&").compactMap { $0.pieces(at: "=", most: 2).dropFirst().first }
    // Shorter values ("5000") are no secrets, and stand in many a text by chance.
    let secrets = values.map(String.init) + headers.map(\.value)
    return secrets.contains { $0.utf8.count >= 8 && text.contains($0) }
  }
}

/// libcurl's return codes as errors, in one place.
struct CurlError: Error, Equatable {
  let kind: TransportFailure.Kind
  /// A verb and its object: "read the URL".
  let operation: String
  /// libcurl's own text: a fixed sentence that quotes nothing of the request.
  let text: String

  /// Throws unless `code` is success. `systemError` is the `errno` that libcurl kept, or 0; `detail` is what it
  /// wrote beyond its code.
  static func check(
    _ code: CURLcode, _ operation: String, systemError: CInt = 0, detail: String = ""
  ) throws(CurlError) {
    guard code != CURLE_OK else { return }
    var kind = kind(of: code)
    if code == CURLE_SSL_CONNECT_ERROR, hasEnded(systemError, detail) { kind = .connectionLost }
    throw CurlError(kind: kind, operation: operation, text: String(cString: curl_easy_strerror(code)))
  }

  static func check(_ code: CURLMcode, _ operation: String) throws(CurlError) {
    guard code != CURLM_OK else { return }
    throw CurlError(kind: .other, operation: operation, text: String(cString: curl_multi_strerror(code)))
  }

  static func check(_ code: CURLUcode, _ operation: String) throws(CurlError) {
    guard code != CURLUE_OK else { return }
    throw CurlError(kind: .invalidURL, operation: operation, text: String(cString: curl_url_strerror(code)))
  }

  /// A server that goes away amid the handshake is a lost connection, not a wrong certificate: try again.
  private static func hasEnded(_ systemError: CInt, _ detail: String) -> Bool {
    Errno(rawValue: systemError).isDisconnected || detail.contains("SSL_ERROR_SYSCALL")
      || detail.contains("unexpected eof")
  }

  private static func kind(of code: CURLcode) -> TransportFailure.Kind {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_COULDNT_CONNECT, CURLE_PROXY: .refused
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolved
    case CURLE_URL_MALFORMAT: .invalidURL
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_USE_SSL_FAILED:
      .tls
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
      CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING, CURLE_SSL_SHUTDOWN_FAILED, CURLE_WRITE_ERROR:
      .connectionLost
    default: .other
    }
  }
}

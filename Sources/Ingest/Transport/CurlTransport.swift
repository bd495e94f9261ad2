import CCurl
import Platform
import SystemPackage

/// Sends GET requests over libcurl: one thread, one multi handle, connections kept for the next request.
///
/// HTTP/2 where the server offers it, TLS always verified, redirects never followed, no cookies, no `.netrc`.
/// Requests beyond `maxConnections` wait in their order.
///
/// Two habits of libcurl's stand. A kept connection which turns out to be closed, before a byte of the response came, is
/// replaced by a new one without a word: the server may see such a request twice. And a gzip stream that ends early
/// inside a body of the announced length counts as whole: only its JSON shows it.
///
/// Proxies of the environment (`https_proxy`, `all_proxy`, `no_proxy`) are used as other programs use them, except
/// towards this machine itself, where nothing stands between.
public final class CurlTransport: Sendable {
  private let loop: CurlLoop
  private let thread: TransportThread

  /// Sets libcurl up and starts the thread; nothing is sent yet.
  public init(_ options: TransportOptions) throws(TransportError) {
    try options.check()
    do throws(CurlError) {
      try CurlLibrary.initialise()
      loop = try CurlLoop(options)
    } catch {
      throw .library(operation: error.operation, code: error.text)
    }
    thread = try TransportThread.start(loop)
  }

  deinit { shutdown() }

  /// Sends the request and waits for its outcome: a response of whatever status, or why there is none.
  ///
  /// Cancelling the task ends it quickly with a failure of kind `cancelled`, and its connection is closed.
  public func send(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportFailure> {
    let origin: URLOrigin
    do throws(CurlError) {
      origin = try URLOrigin.of(CurlURL.parse(request.url))
    } catch {
      return .failure(TransportFailure(error, of: request, to: nil))
    }
    let cancellation = CancellationFlag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.submit(
          PendingRequest(request, to: origin, cancellation: cancellation, continuation: continuation))
      }
    } onCancel: {
      cancellation.set()
      loop.noteCancellation()
    }
  }

  /// Ends the thread and waits for it: what is pending fails with kind `cancelled`, and so does all that comes
  /// later. Calling it again does nothing.
  public func shutdown() {
    loop.close(.shutDown)
    thread.join()
  }
}

/// How the transport behaves; the defaults are what a sync uses.
public struct TransportOptions: Sendable, Hashable {
  /// For one request from its start to its last byte.
  public var timeout: Duration
  /// For name, connection and TLS together.
  public var connectTimeout: Duration
  /// Largest body, in bytes after content decoding.
  public var bodyLimitBytes: Int
  /// A PEM file of certificate authorities that replaces the system's.
  public var caFile: String?
  /// How many requests are under way at once; others wait their turn, and their time has not begun.
  public var maxConnections: Int
  /// What the `User-Agent` field says: `bnus-replay/<version>`.
  public var userAgent: String

  /// The defaults, and what differs from them.
  public init(
    timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
    bodyLimitBytes: Int = 16 << 20, caFile: String? = nil, maxConnections: Int = 4, userAgent: String
  ) {
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    self.bodyLimitBytes = bodyLimitBytes
    self.caFile = caFile
    self.maxConnections = maxConnections
    self.userAgent = userAgent
  }
}

extension TransportOptions {
  /// Throws when an option cannot be meant, or the CA file is of no use: better now than at the first request.
  func check() throws(TransportError) {
    guard maxConnections > 0 else { throw .invalidOption(name: "maxConnections", why: "must be at least 1") }
    guard bodyLimitBytes > 0 else { throw .invalidOption(name: "bodyLimitBytes", why: "must be at least 1") }
    guard timeout > .zero, connectTimeout > .zero else {
      throw .invalidOption(name: "timeout", why: "must be more than zero")
    }
    guard userAgent.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw .invalidOption(name: "userAgent", why: "holds a line break or a foreign character")
    }
    if let caFile { try Self.checkCertificates(in: caFile) }
  }

  private static func checkCertificates(in path: String) throws(TransportError) {
    let content: [UInt8]
    do throws(Errno) {
      content = try OpenFile.content(of: path)
    } catch {
      throw .caFileUnreadable(path: path, errno: error.rawValue)
    }
    let text = String(decoding: content, as: UTF8.self)
    guard text.contains("-----BEGIN CERTIFICATE-----") || text.contains("-----BEGIN TRUSTED CERTIFICATE-----")
    else { throw .caFileWithoutCertificates(path: path) }
  }
}

/// Why a transport could not be made, or a base URL not be used.
public enum TransportError: Error, Equatable, Sendable {
  /// The file of certificate authorities cannot be read.
  case caFileUnreadable(path: String, errno: Int32)
  /// The file of certificate authorities holds no certificate in PEM form.
  case caFileWithoutCertificates(path: String)
  /// An option is out of its range.
  case invalidOption(name: String, why: String)
  /// The base URL is none that can be used.
  case invalidBaseURL(why: String)
  /// libcurl failed; `code` is its own text.
  case library(operation: String, code: String)
  /// The transport's thread could not be started.
  case noThread(errno: Int32)
}

extension TransportError: CustomStringConvertible {
  /// What failed, and what to try.
  public var description: String {
    switch self {
    case .caFileUnreadable(let path, let number):
      "cannot read the CA file \(path): \(Errno(rawValue: number)); check ca_file"
    case .caFileWithoutCertificates(let path):
      "the CA file \(path) holds no certificate in PEM form (-----BEGIN CERTIFICATE-----); check ca_file"
    case .invalidOption(let name, let why): "the transport's \(name) \(why)"
    case .invalidBaseURL(let why): "the base URL \(why); it looks like https://api.binance.us"
    case .library(let operation, let code): "libcurl could not \(operation): \(code)"
    case .noThread(let number):
      "the transport's thread could not be started: \(Errno(rawValue: number));"
        + " lift the limit of processes (ulimit -u)"
    }
  }
}

/// libcurl as a whole: set up once a process, before the first handle.
enum CurlLibrary {
  // libcurl promises since 7.84 that this is safe beside other threads.
  private static let setUp = curl_global_init(Int(CURL_GLOBAL_ALL))

  /// Throws when libcurl could not be set up, at every call.
  static func initialise() throws(CurlError) {
    try CurlError.check(setUp, "set itself up")
  }
}

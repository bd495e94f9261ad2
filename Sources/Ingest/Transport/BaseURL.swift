import CCurl
import Platform

/// The place that requests go to: a scheme, a host, perhaps a port and a path to put before every other.
///
/// https anywhere; plain http only to this machine. No user name, query or fragment.
public struct BaseURL: Sendable, Hashable, CustomStringConvertible {
  /// The whole of it, without a slash at its end: `https://api.binance.us`.
  public let text: String
  /// The host in lower case, and the port if it is not the scheme's own.
  public let authority: String
  /// What stands before every path: empty, or `/prefix` without a slash at its end.
  public let path: String
  /// Whether it is this machine itself.
  public let isLoopback: Bool

  /// Reads a base URL as a person writes it; a slash at the end makes no difference.
  public static func parse(_ text: String) throws(TransportError) -> BaseURL {
    do throws(CurlError) {
      let url = try CurlURL.parse(text)
      let origin = try URLOrigin.of(url)
      guard !text.contains("?"), !text.contains("#") else {
        throw CurlError(kind: .invalidURL, operation: "take the URL", text: "it holds a query or a fragment")
      }
      return BaseURL(origin: origin, path: url.part(CURLUPART_PATH) ?? "")
    } catch {
      throw .invalidBaseURL(why: "cannot be used: \(error.text)")
    }
  }

  private init(origin: URLOrigin, path: String) {
    var path = path[...]
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
    authority = origin.authority
    isLoopback = origin.isLoopback
    text = "\(origin.scheme.rawValue)://\(authority)\(path)"
  }

  /// The URL of `path` (which begins with a slash) here, with its query if there is one.
  public func url(path: String, query: String = "") -> String {
    query.isEmpty ? text + path : "\(text)\(path)?\(query)"
  }

  /// The same as `text`: a base URL holds no secret.
  public var description: String { text }
}

/// Whom a URL leads to, and how: the part of it that may be printed.
struct URLOrigin: Hashable, Sendable {
  enum Scheme: String, Sendable { case http, https }

  let scheme: Scheme
  /// Lower case; an IPv6 address in brackets.
  let host: String
  /// Nil where the scheme's own is meant.
  let port: UInt16?

  /// The host, and the port if it is not the scheme's own.
  var authority: String { port.map { "\(host):\($0)" } ?? host }

  /// This machine itself: 127.0.0.0/8, ::1 or localhost.
  var isLoopback: Bool {
    if host == "localhost" { return true }
    return InternetAddress.isLoopback(host.filter { $0 != "[" && $0 != "]" })
  }

  /// The origin of a URL that may be used: https, or plain http to this machine, without a user name.
  static func of(_ url: borrowing CurlURL) throws(CurlError) -> URLOrigin {
    guard let name = url.part(CURLUPART_SCHEME), let scheme = Scheme(rawValue: name.lowercased()) else {
      throw invalid("it is neither https nor http")
    }
    guard let host = url.part(CURLUPART_HOST)?.lowercased(), !host.isEmpty else {
      throw invalid("it names no host")
    }
    guard url.part(CURLUPART_USER) == nil, url.part(CURLUPART_PASSWORD) == nil else {
      throw invalid("it holds a user name or password")
    }
    let given = url.part(CURLUPART_PORT).flatMap(UInt16.init)
    let port = given == (scheme == .https ? 443 : 80) ? nil : given
    let origin = URLOrigin(scheme: scheme, host: host, port: port)
    guard scheme == .https || origin.isLoopback else {
      throw invalid("plain http is for this machine alone (127.0.0.1, ::1, localhost); use https")
    }
    return origin
  }

  private static func invalid(_ why: String) -> CurlError {
    CurlError(kind: .invalidURL, operation: "take the URL", text: why)
  }
}

/// Plain http, which is for this machine alone.
enum LoopbackAddress {
  /// Opens libcurl's socket for plain http, to loopback addresses and no other, whatever a name resolved to.
  static let openSocket: curl_opensocket_callback = { _, _, peer in
    // The address in a curl_sockaddr may be longer than its declared type: it is read through its own address.
    guard let peer, let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else {
      return CURL_SOCKET_BAD
    }
    let (kind, length) = (peer.pointee.socktype, Int(peer.pointee.addrlen))
    return InternetAddress.openLoopbackSocket(
      UnsafeRawPointer(peer) + offset, bytes: length, family: peer.pointee.family, kind: kind,
      proto: peer.pointee.protocol) ?? CURL_SOCKET_BAD
  }
}

/// A URL taken apart by libcurl's own reader, so that what is checked is what will be requested.
struct CurlURL: ~Copyable {
  private let handle: OpaquePointer

  static func parse(_ text: String) throws(CurlError) -> CurlURL {
    // A C string would end at a zero byte, and libcurl drops or escapes some of the others.
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CurlError(
        kind: .invalidURL, operation: "read the URL",
        text: "it holds a space, a control or a foreign character")
    }
    guard let handle = curl_url() else {
      throw CurlError(kind: .other, operation: "read the URL", text: "out of memory")
    }
    let url = CurlURL(owning: handle)
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS)
    try CurlError.check(curl_url_set(handle, CURLUPART_URL, text, flags), "read the URL")
    return url
  }

  private init(owning handle: OpaquePointer) {
    self.handle = handle
  }

  deinit { curl_url_cleanup(handle) }

  /// The part's text; nil where the URL has none.
  func part(_ part: CURLUPart) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}

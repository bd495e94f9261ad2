import CCurl
import Glibc

/// Whom a URL asks, and how: the part of it that may be printed.
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
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 { return LoopbackAddress.contains(four) }
    var six = in6_addr()
    return inet_pton(AF_INET6, host.filter { $0 != "[" && $0 != "]" }, &six) == 1
      && LoopbackAddress.contains(six)
  }

  /// The origin of a URL that may be asked: https, or plain http to this machine, without a user name.
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

import CCurl

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

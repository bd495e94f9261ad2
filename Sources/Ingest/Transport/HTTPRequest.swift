public import EventModel

/// One GET to send: the whole URL with its query, and the header fields to add.
///
/// The query may hold a signature and the fields a key, so that no way of printing a request shows either.
public struct HTTPRequest: Sendable {
  /// The whole URL, with its query.
  public var url: String
  /// The fields to send besides those that libcurl adds (`Host`, `Accept`, `Accept-Encoding`, `User-Agent`).
  public var headers: [HeaderField]

  /// A GET of this URL with these header fields.
  public init(url: String, headers: [HeaderField] = []) {
    self.url = url
    self.headers = headers
  }

  /// The URL up to its query, and without a user name or password.
  var printableURL: String {
    let bare = url.prefix { $0 != "?" && $0 != "#" }
    guard let at = bare.lastIndex(of: "@") else { return String(bare) }
    let scheme = bare.hasPrefix("https://") ? "https://" : ""
    return "\(scheme)***\(bare[at...])"
  }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Method, URL without its query, and the names of the header fields.
  public var description: String {
    let names = headers.map(\.name).joined(separator: ", ")
    return "GET \(printableURL)\(names.isEmpty ? "" : " (\(names))")"
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// Shows nothing but the description: `dump` would print key and signature.
  public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

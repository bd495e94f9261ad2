import BinanceUS

/// The parts of a URL that was recorded.
struct RecordedURL {
  let host: String
  let path: String
  /// Percent-encoded as it came.
  let query: String

  init?(_ url: String) {
    guard let start = ["https://", "http://"].first(where: { url.lowercased().hasPrefix($0) }) else {
      return nil
    }
    let rest = url.dropFirst(start.count).prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let host = authority.split(separator: "@").last.map(String.init) ?? ""
    self.host = host.split(separator: ":").first.map { $0.lowercased() } ?? ""
    let target = rest.dropFirst(authority.count)
    path = String(target.prefix { $0 != "?" })
    query = String(target.dropFirst(path.count).dropFirst())
  }

  /// The values of parameters that must not be stored.
  var secrets: [String] {
    query.split(separator: "&").compactMap { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Percent.decoded(String(sides[0])).lowercased()
      guard sides.count == 2, ["signature", "apikey", "x-mbx-apikey"].contains(name) else { return nil }
      return Percent.decoded(String(sides[1]))
    }
  }
}

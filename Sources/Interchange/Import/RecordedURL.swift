import BinanceUS
import EventModel

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
    // By scalars: a mark beside a combining character is a mark.
    let rest = url.unicodeScalars.dropFirst(start.unicodeScalars.count).prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let host = Substring(authority).pieces(at: "@").last.map(String.init) ?? ""
    self.host = host.pieces(at: ":").first.map { $0.lowercased() } ?? ""
    let target = rest.dropFirst(authority.count)
    let path = target.prefix { $0 != "?" }
    self.path = String(path)
    query = String(target.dropFirst(path.count).dropFirst())
  }

  /// The values of parameters that must not be stored.
  var secrets: [String] {
    query.pieces(at: "&").compactMap { part in
      let sides = part.pieces(at: "=", most: 2, keepingEmpty: true)
      let name = Percent.decoded(String(sides[0])).lowercased()
      guard sides.count == 2, ["signature", "apikey", "x-mbx-apikey"].contains(name) else { return nil }
      return Percent.decoded(String(sides[1]))
    }
  }
}

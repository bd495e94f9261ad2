import BinanceUS
import EventModel

/// A request as the archive knows requests: what was requested, without when or by whom.
struct ClientRequest: Sendable, Hashable {
  let method: String
  let path: String
  /// The canonical query, as its parameters were spelled.
  let query: String

  /// - Parameters:
  ///   - target: path and query as they stand in the request line.
  ///   - form: parameters that came in the body, as a query spells them.
  init(method: String, target: String, form: String = "") {
    self.method = method == "HEAD" ? "GET" : method
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else {
      path = target
      query = form.isEmpty ? "" : CanonicalQuery(form).text
      return
    }
    path = String(target[..<mark])
    let text = target[target.utf8.index(after: mark)...]
    query = CanonicalQuery(form.isEmpty ? String(text) : "\(text)&\(form)").text
  }

  /// The parameters, out of their percent-encoding.
  var parameters: Parameters { Parameters(CanonicalQuery(query)) }

  /// How the log may have named this request: as it is spelled here, with nothing encoded, or
  /// with everything encoded, in either case of the digits.
  var keys: [RequestKey] {
    var spellings = [query]
    if query.utf8.contains(where: { !Percent.isPlain($0) && $0 != 0x26 && $0 != 0x3D }) {
      let parameters = self.parameters
      let decoded = parameters.pairs
      for spelling in [
        decoded.map { "\($0.name)=\($0.value)" },
        decoded.map { "\(Percent.encoded($0.name))=\(Percent.encoded($0.value))" },
        decoded.map {
          "\(Percent.encoded($0.name, digits: .lowerCase))=\(Percent.encoded($0.value, digits: .lowerCase))"
        },
      ] {
        let other = CanonicalQuery(spelling.joined(separator: "&"))
        // Without its encoding a value may read as another query: `A%26limit%3D1`, `A%2541`.
        guard Parameters(other).isSame(as: parameters), !spellings.contains(other.text) else { continue }
        spellings.append(other.text)
      }
    }
    return spellings.map { RequestKey(method: method, path: path, query: $0) }
  }

  /// Path and query for a person.
  var text: String { query.isEmpty ? path : "\(path)?\(query)" }
}

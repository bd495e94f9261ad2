/// A request as it came over a connection.
struct IncomingRequest: Sendable {
  let method: String
  /// Path and query, exactly as sent.
  let target: String
  /// Names and values in their order.
  let headers: [(name: String, value: String)]
  /// Which connection it came over.
  let connection: Int

  var path: String {
    String(target.prefix { $0 != "?" })
  }

  var query: RawQuery {
    RawQuery(String(target.drop { $0 != "?" }.dropFirst()))
  }

  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }?.value
  }

  var acceptsGzip: Bool {
    (header("accept-encoding") ?? "").split(separator: ",").contains { coding in
      coding.drop { $0 == " " }.hasPrefix("gzip")
    }
  }

  /// A body makes the content network refuse a GET.
  var hasBody: Bool {
    header("transfer-encoding") != nil || (header("content-length") ?? "0") != "0"
  }
}

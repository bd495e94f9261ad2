import EventModel

/// Signs requests as the exchange asks: HMAC-SHA256 over the exact query, in hexadecimal, last.
/// Source: fact sheet of the API, section 2.
struct RequestSigner: Sendable {
  private let credentials: Credentials

  init(_ credentials: Credentials) { self.credentials = credentials }

  /// The header that names the key.
  static let keyHeader = "X-MBX-APIKEY"

  var key: String { credentials.key }

  /// The signature of a query.
  func signature(of query: String) -> String {
    let authenticator = Array(credentials.secret.utf8).withUnsafeBytes(MessageAuthenticator.init(key:))
    return Array(query.utf8).withUnsafeBytes(authenticator.code(of:)).hex
  }

  /// The query with window, time and signature, and the signature alone.
  ///
  /// - Parameters:
  ///   - timestamp: the exchange's time in milliseconds.
  ///   - window: how long the request is good for, in milliseconds.
  func sign(_ query: String, timestamp: Int64, window: Int) -> (query: String, signature: String) {
    let whole = (query.isEmpty ? "" : query + "&") + "recvWindow=\(window)&timestamp=\(timestamp)"
    let signature = signature(of: whole)
    return (whole + "&signature=\(signature)", signature)
  }
}

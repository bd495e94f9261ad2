import EventModel

/// A key and its secret. It prints as dots, and the secret leaves it through `RequestSigner` alone.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  let key: String
  let secret: String

  /// Why credentials cannot be used.
  public enum Problem: Error, CustomStringConvertible {
    case oneMissing(String)
    case empty(String)
    case placeholder(String)

    public var description: String {
      switch self {
      case .oneMissing(let name): "\(name) is missing: give both api_key and api_secret, or neither"
      case .empty(let name): "\(name) is empty"
      case .placeholder(let name): "\(name) still holds the example's placeholder; put your own there"
      }
    }
  }

  /// - Throws: where one of the two is missing, empty or the example's placeholder.
  public init?(key: String?, secret: String?) throws(Problem) {
    if key == nil, secret == nil { return nil }
    guard let key else { throw .oneMissing("api_key") }
    guard let secret else { throw .oneMissing("api_secret") }
    for (name, value) in [("api_key", key), ("api_secret", secret)] {
      if value.allSatisfy({ $0.isWhitespace }) { throw .empty(name) }
      if value.hasPrefix("YOUR_") { throw .placeholder(name) }
    }
    self.key = key
    self.secret = secret
  }

  /// Distinguishes keys without showing them: the first eight bytes of a digest.
  public var fingerprint: String {
    String(Array("bnus-replay key \(key)".utf8).withUnsafeBytes(Digest.sha256).hex.prefix(16))
  }

  public var description: String { "••••" }
  /// Dots.
  public var debugDescription: String { "••••" }
  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Signs requests as the exchange wants it: HMAC-SHA256 over the exact query, in hexadecimal, last.
/// Source: docs/binance-us-api.md, section 2.
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

import BinanceUS
import EventModel
public import Platform

/// A key, and what signs with its secret: the secret itself is overwritten once these are made. It prints as dots.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  let key: String
  /// Signs as the secret does. It is overwritten when the last owner ends.
  let authenticator: MessageAuthenticator
  /// Knows key and secret, and every signature that is made with them.
  let scrubber: SecretScrubber

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
  public init?(key: String?, secret: consuming SecretBytes?) throws(Problem) {
    if key == nil, secret == nil { return nil }
    guard let key else { throw .oneMissing("api_key") }
    guard let secret else { throw .oneMissing("api_secret") }
    try Self.check(Array(key.utf8).withUnsafeBytes { Flaw(of: $0) }, of: "api_key")
    try Self.check(secret.withBytes { Flaw(of: $0) }, of: "api_secret")
    self.key = key
    authenticator = secret.withBytes { MessageAuthenticator(key: $0) }
    scrubber = SecretScrubber(key: key, secret: secret)
  }

  private static func check(_ flaw: Flaw?, of name: String) throws(Problem) {
    switch flaw {
    case .empty: throw .empty(name)
    case .placeholder: throw .placeholder(name)
    case nil: break
    }
  }

  /// What makes a text neither key nor secret.
  private enum Flaw {
    case empty, placeholder

    init?(of text: UnsafeRawBufferPointer) {
      if text.allSatisfy({ $0 <= 0x20 }) {
        self = .empty
      } else if text.starts(with: "YOUR_".utf8) {
        self = .placeholder
      } else {
        return nil
      }
    }
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
    Array(query.utf8).withUnsafeBytes(credentials.authenticator.code(of:)).hex
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

import EventModel

/// A key and its secret. It prints as dots, and the secret leaves it through `RequestSigner` alone.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  let key: String
  let secret: String

  /// Why credentials are no credentials.
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

  /// Tells keys apart without telling them: the first eight bytes of a digest.
  public var fingerprint: String {
    String(Array("bnus-replay key \(key)".utf8).withUnsafeBytes(Digest.sha256).hex.prefix(16))
  }

  public var description: String { "••••" }
  /// Dots.
  public var debugDescription: String { "••••" }
  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

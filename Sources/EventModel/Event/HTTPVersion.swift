/// The HTTP version of a response; its raw value is ten times the number.
public enum HTTPVersion: UInt8, Sendable, Hashable, CaseIterable {
  /// Not known, or no response came.
  case unknown = 0
  /// HTTP/1.0
  case http1_0 = 10
  /// HTTP/1.1
  case http1_1 = 11
  /// HTTP/2
  case http2 = 20
  /// HTTP/3
  case http3 = 30

  /// "1.0", "1.1", "2", "3" or "unknown".
  public var name: String {
    switch self {
    case .unknown: "unknown"
    case .http1_0: "1.0"
    case .http1_1: "1.1"
    case .http2: "2"
    case .http3: "3"
    }
  }

  /// The version with this name.
  public init?(name: some StringProtocol) {
    guard let version = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = version
  }
}

/// How the transport behaves; the defaults are what a sync uses.
public struct TransportOptions: Sendable, Hashable {
  /// For one request from its start to its last byte.
  public var timeout: Duration
  /// For name, connection and TLS together.
  public var connectTimeout: Duration
  /// Largest body, in bytes after content decoding.
  public var bodyLimitBytes: Int
  /// A PEM file of certificate authorities that replaces the system's.
  public var caFile: String?
  /// How many requests are under way at once; others wait their turn, and their time has not begun.
  public var maxConnections: Int
  /// What the `User-Agent` field says: `bnus-replay/<version>`.
  public var userAgent: String

  /// The defaults, and what differs from them.
  public init(
    timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
    bodyLimitBytes: Int = 16 << 20, caFile: String? = nil, maxConnections: Int = 4, userAgent: String
  ) {
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    self.bodyLimitBytes = bodyLimitBytes
    self.caFile = caFile
    self.maxConnections = maxConnections
    self.userAgent = userAgent
  }
}

import JSONView
import Platform

/// Where a server listens, and by which names a request may call it there.
///
/// A page in a browser can have a name of its own lead to 127.0.0.1 (DNS rebinding) and would read
/// balances and trades. It cannot choose the `Host` it sends: there stands that name. So a server
/// that listens to this machine alone accepts addresses and `localhost` as the host, and no other name.
public struct ListeningAddress: Sendable, Hashable {
  /// An address, or a name that leads to one.
  public let host: String

  public init(_ host: String) { self.host = host }

  /// Only this machine can connect.
  public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  /// Whether a request with this `Host`, port and all, is accepted; nil where it has none.
  func accepts(_ authority: String?) -> Bool {
    guard isLoopback, let authority else { return true }
    let name = Self.name(of: authority)
    return name == "localhost" || name.hasSuffix(".localhost") || Self.isAddress(name)
  }

  /// The response to a request by another name.
  static func refusal(of authority: String) -> PlayedResponse {
    let message = """
      this archive is played to this machine alone and accepts its addresses and localhost as the host, not \
      \(name(of: authority).prefix(100)); use http://127.0.0.1, or let serve listen elsewhere with --bind
      """
    return .error(421, code: -421, message)
  }

  /// A `Host` without its port and brackets, in small letters.
  private static func name(of authority: String) -> String {
    let text = authority.lowercased()
    if text.hasPrefix("[") { return String(text.dropFirst().prefix { $0 != "]" }) }
    return String(text.prefix { $0 != ":" })
  }

  private static func isAddress(_ name: String) -> Bool {
    InternetAddress.isAddress(name)
  }
}

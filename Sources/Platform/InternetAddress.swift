import Glibc

/// Addresses of the internet protocols, as they are written.
public enum InternetAddress {
  /// Whether a text is one.
  public static func isAddress(_ text: String) -> Bool { four(text) != nil || six(text) != nil }

  /// Whether a text is this machine's own: 127.0.0.0/8 or ::1.
  public static func isLoopback(_ text: String) -> Bool {
    four(text).map(isLoopback) ?? six(text).map(isLoopback) ?? false
  }

  /// Opens a socket for an address of this machine's own; nil for every other.
  ///
  /// - Parameters:
  ///   - address: a `sockaddr`.
  ///   - bytes: how long it is.
  public static func openLoopbackSocket(
    _ address: UnsafeRawPointer, bytes: Int, family: CInt, kind: CInt, proto: CInt
  ) -> CInt? {
    let isOwn =
      switch family {
      case AF_INET where bytes >= MemoryLayout<sockaddr_in>.size:
        isLoopback(address.loadUnaligned(as: sockaddr_in.self).sin_addr)
      case AF_INET6 where bytes >= MemoryLayout<sockaddr_in6>.size:
        isLoopback(address.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
      default: false
      }
    return isOwn ? socket(family, kind | CInt(SOCK_CLOEXEC.rawValue), proto) : nil
  }

  private static func four(_ text: String) -> in_addr? {
    var address = in_addr()
    return inet_pton(AF_INET, text, &address) == 1 ? address : nil
  }

  private static func six(_ text: String) -> in6_addr? {
    var address = in6_addr()
    return inet_pton(AF_INET6, text, &address) == 1 ? address : nil
  }

  private static func isLoopback(_ address: in_addr) -> Bool {
    UInt32(bigEndian: address.s_addr) >> 24 == 127
  }

  private static func isLoopback(_ address: in6_addr) -> Bool {
    withUnsafeBytes(of: address) { $0.last == 1 && $0.dropLast().allSatisfy { $0 == 0 } }
  }
}

import CCurl
import Glibc

/// Which addresses are this machine itself.
enum LoopbackAddress {
  /// 127.0.0.0/8
  static func contains(_ address: in_addr) -> Bool {
    UInt32(bigEndian: address.s_addr) >> 24 == 127
  }

  /// ::1
  static func contains(_ address: in6_addr) -> Bool {
    withUnsafeBytes(of: address) { $0.last == 1 && $0.dropLast().allSatisfy { $0 == 0 } }
  }

  /// Opens libcurl's socket for plain http, to loopback addresses and no other, whatever a name resolved to.
  static let openSocket: curl_opensocket_callback = { _, _, peer in
    guard let peer, contains(peer) else { return CURL_SOCKET_BAD }
    return socket(
      peer.pointee.family, peer.pointee.socktype | CInt(SOCK_CLOEXEC.rawValue), peer.pointee.protocol)
  }

  // The address in a curl_sockaddr may be longer than its declared type: it is read through its own address.
  private static func contains(_ peer: UnsafeMutablePointer<curl_sockaddr>) -> Bool {
    guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return false }
    let address = UnsafeRawPointer(peer) + offset
    switch peer.pointee.family {
    case AF_INET where Int(peer.pointee.addrlen) >= MemoryLayout<sockaddr_in>.size:
      return contains(address.loadUnaligned(as: sockaddr_in.self).sin_addr)
    case AF_INET6 where Int(peer.pointee.addrlen) >= MemoryLayout<sockaddr_in6>.size:
      return contains(address.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
    default:
      return false
    }
  }
}

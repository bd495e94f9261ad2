import Glibc

/// A connection whose bytes a test writes itself. It never waits.
final class RawConnection: Sendable {
  private let descriptor: CInt

  init(port: UInt16) {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { close(descriptor) }

  /// Sends what goes; how many bytes that was.
  @discardableResult
  func send(_ text: String) -> Int {
    let bytes = Array(text.utf8)
    return Glibc.send(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL))
  }

  /// What has come; nil where the server has closed.
  func received() -> String? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    if count == 0 || (count < 0 && errno != EAGAIN) { return nil }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// No reply came.
  struct Silence: Error {}

  /// The first part of a reply, waited for without holding a thread.
  func reply(within seconds: Int) async throws -> String {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      guard let text = received() else { throw Silence() }
      if !text.isEmpty { return text }
      await Task.yield()
    }
    throw Silence()
  }

  /// Looks again and again, without holding a thread, until the server has closed.
  func isClosed(within seconds: Int) async -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if received() == nil { return true }
      await Task.yield()
    }
    return false
  }
}

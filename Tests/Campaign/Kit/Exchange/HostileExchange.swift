import Foundation
import SimulatedExchange
import Synchronization

/// A server on loopback that responds as a simulated exchange does, but for the requests that a behaviour is about.
final class HostileExchange: Sendable {
  /// What came from a client.
  struct Request {
    let path: String
    let query: String
    let head: String

    var key: String { field("X-MBX-APIKEY") }
    var signature: String { query.firstMatch(of: /signature=([0-9a-zA-Z%]+)/).map { String($0.1) } ?? "" }

    private func field(_ name: String) -> String {
      let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
      return line.map {
        $0.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces) ?? ""
      } ?? ""
    }
  }

  /// What goes back.
  enum Reply {
    /// A response with a right length.
    case response(status: Int, headers: [String], body: [UInt8])
    /// These bytes and an end.
    case bytes([UInt8])
    /// These bytes, and then the second ones forever.
    case endless([UInt8], [UInt8])
    /// These bytes, one at a time.
    case drip([UInt8], microseconds: UInt32)
    /// Some bytes, then a reset of the connection.
    case reset([UInt8])
    /// Some bytes, then nothing for a minute.
    case silence([UInt8])

    static func json(_ text: String, status: Int = 200, _ headers: String...) -> Reply {
      .response(status: status, headers: ["Content-Type: application/json"] + headers, body: Array(text.utf8))
    }
  }

  let url: String
  private let listener: Int32
  private let behaviour: HostileBehaviour
  private let target: String
  private let world = SimulatedWorld(seed: 2026, scale: .small, account: .light)
  private let seen = Mutex<Set<String>>([])

  /// The signatures and keys that came.
  var secrets: Set<String> { seen.withLock { $0 } }

  /// - Parameter target: the path whose requests the behaviour is about; any path where it is empty.
  init(_ behaviour: HostileBehaviour, target: String) throws {
    self.behaviour = behaviour
    self.target = target
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, pointer, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    self.listener = listener
    url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    Thread.detachNewThread { [self] in accept() }
  }

  /// Ends the listening; connections end by themselves.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func accept() {
    while true {
      let connection = Glibc.accept(listener, nil, nil)
      if connection < 0 { return }
      Thread.detachNewThread { [self] in
        serve(connection)
        close(connection)
      }
    }
  }

  private func serve(_ connection: Int32) {
    var head: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return }
      head += buffer[..<count]
      if head.count > 1 << 20 { return }
    }
    let text = String(decoding: head, as: UTF8.self)
    let parts = (text.split(separator: " ").dropFirst().first ?? "/").split(separator: "?", maxSplits: 1)
    let request = Request(path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", head: text)
    seen.withLock { seen in
      for secret in [request.key, request.signature] where secret.count > 20 { seen.insert(secret) }
    }
    let honest = honestReply(to: request)
    send(target.isEmpty || request.path == target ? behaviour.reply(request, honest) : honest, to: connection)
  }

  private func honestReply(to request: Request) -> Reply {
    let pairs = request.query.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
      return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }.filter { !["timestamp", "recvWindow", "signature"].contains($0.0) }
    let response = world.response(
      to: SimulatedRequest(path: request.path, query: pairs), at: SimulatedTime(2026, 9, 20, 12))
    return .response(
      status: response.status, headers: response.headers.map { "\($0.name): \($0.value)" },
      body: response.body)
  }

  private func send(_ reply: Reply, to connection: Int32) {
    switch reply {
    case .response(let status, let headers, let body):
      let lines = headers.filter {
        !$0.lowercased().hasPrefix("content-length") && !$0.lowercased().hasPrefix("connection")
      }
      let head =
        (["HTTP/1.1 \(status) X"] + lines + ["Content-Length: \(body.count)", "Connection: close", "", ""])
      _ = push(Array(head.joined(separator: "\r\n").utf8) + body, connection)
    case .bytes(let bytes): _ = push(bytes, connection)
    case .endless(let first, let again):
      guard push(first, connection) else { return }
      while push(again, connection) {}
    case .drip(let bytes, let microseconds):
      for byte in bytes {
        guard push([byte], connection) else { return }
        usleep(microseconds)
      }
    case .reset(let bytes):
      _ = push(bytes, connection)
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
      return
    case .silence(let bytes):
      guard push(bytes, connection) else { return }
      var byte: UInt8 = 0
      var limit = timeval(tv_sec: 60, tv_usec: 0)
      setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      _ = recv(connection, &byte, 1, 0)
      return
    }
    // The client sees the end, and has a moment to read what came before it.
    shutdown(connection, Int32(SHUT_WR))
    var rest = [UInt8](repeating: 0, count: 4096)
    var limit = timeval(tv_sec: 2, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    while recv(connection, &rest, rest.count, 0) > 0 {}
  }

  private func push(_ bytes: [UInt8], _ connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }
}

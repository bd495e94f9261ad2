import Foundation
import Glibc
import Testing

/// Debian's nginx before a server of plain HTTP, as a CDN stands before the exchange: TLS with a certificate, HTTP/2 for
/// clients that accept it, gzip. It ends with this object.
final class TLSFront: Sendable {
  /// `https://127.0.0.1:PORT`.
  let baseURL: String
  private let directory: String
  private let process: ChildProcess

  /// Starts it; returns when it accepts connections.
  ///
  /// - Parameter backend: the port on loopback that requests go on to.
  init(certificate: (certificate: String, key: String), backend: Int) throws {
    directory = FileManager.default.temporaryDirectory.path + "/front-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let port = try Self.freePort()
    try Data(Self.settings(port: port, backend: backend, certificate).utf8)
      .write(to: URL(fileURLWithPath: "\(directory)/nginx.conf"))
    process = try ChildProcess(
      [
        "/bin/bash", "-c", Self.closing, "/usr/sbin/nginx", "-p", directory, "-c", "nginx.conf", "-e",
        "errors",
      ])
    baseURL = "https://127.0.0.1:\(port)"
    for _ in 0..<500 where !Self.accepts(port) { usleep(10_000) }
    let errors = try String(contentsOfFile: "\(directory)/errors", encoding: .utf8)
    try #require(Self.accepts(port), "\(errors)")
  }

  deinit {
    // It goes with the child's object, which is released after this.
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Runs a program without what it inherits: the connections of servers in this process, which it would hold open.
  private static let closing = #"""
    for link in /proc/$$/fd/*; do number=${link##*/}; [ "$number" -le 2 ] || eval "exec $number>&-"; done; exec "$0" "$@"
    """#

  private static func settings(
    port: Int, backend: Int, _ certificate: (certificate: String, key: String)
  ) -> String {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "  \($0)_temp_path \($0);" }.joined(separator: "\n")
    return """
      daemon off;
      master_process off;
      pid pid;
      events {}
      http {
        access_log off;
      \(temporary)
        server {
          listen 127.0.0.1:\(port) ssl http2;
          ssl_certificate \(certificate.certificate);
          ssl_certificate_key \(certificate.key);
          gzip on;
          gzip_proxied any;
          gzip_types application/json;
          location / {
            proxy_pass http://127.0.0.1:\(backend);
            proxy_http_version 1.1;
            proxy_set_header Accept-Encoding "";
          }
        }
      }

      """
  }

  /// A port that nobody listens on. Somebody could take it before nginx does: then nginx says so and ends.
  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
      }
    }
    try #require(code == 0)
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private static func accepts(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(port: UInt16(port))
    return withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}

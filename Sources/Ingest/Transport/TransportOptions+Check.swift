import Glibc

extension TransportOptions {
  /// Throws when an option cannot be meant, or the CA file is of no use: better now than at the first request.
  func check() throws(TransportError) {
    guard maxConnections > 0 else { throw .invalidOption(name: "maxConnections", why: "must be at least 1") }
    guard bodyLimitBytes > 0 else { throw .invalidOption(name: "bodyLimitBytes", why: "must be at least 1") }
    guard timeout > .zero, connectTimeout > .zero else {
      throw .invalidOption(name: "timeout", why: "must be more than zero")
    }
    guard userAgent.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw .invalidOption(name: "userAgent", why: "holds a line break or a foreign character")
    }
    if let caFile { try Self.checkCertificates(in: caFile) }
  }

  private static func checkCertificates(in path: String) throws(TransportError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .caFileUnreadable(path: path, errno: errno) }
    defer { close(file) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &chunk, chunk.count)
      guard count >= 0 else { throw .caFileUnreadable(path: path, errno: errno) }
      if count == 0 { break }
      content += chunk[..<count]
    }
    let text = String(decoding: content, as: UTF8.self)
    guard text.contains("-----BEGIN CERTIFICATE-----") || text.contains("-----BEGIN TRUSTED CERTIFICATE-----")
    else { throw .caFileWithoutCertificates(path: path) }
  }
}

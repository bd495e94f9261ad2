import Foundation
import SimulatedExchangeServer

/// A certificate authority that lives as long as a test, made by openssl.
struct ThrowawayAuthority {
  let folder: URL
  /// What a client must trust.
  var certificateFile: String { folder.appending(path: "ca.pem").path }

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "ca-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
      "-subj", "/CN=throwaway", "-days", "2",
    ])
  }

  func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  /// A certificate for a name, signed by the authority.
  func certificate(for name: String, days: Int = 2, offersHTTP2: Bool = false) async throws
    -> ServerCertificate
  {
    let file = "\(name)-\(days)"
    try await run([
      "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "\(file).key", "-out", "\(file).csr",
      "-subj", "/CN=\(name)",
    ])
    try "subjectAltName=\(name.first?.isNumber == true ? "IP" : "DNS"):\(name)"
      .write(to: folder.appending(path: "\(file).ext"), atomically: true, encoding: .utf8)
    try await run([
      "x509", "-req", "-in", "\(file).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
      "-out", "\(file).pem", "-days", "\(days)", "-extfile", "\(file).ext",
    ])
    return ServerCertificate(
      certificateFile: folder.appending(path: "\(file).pem").path,
      keyFile: folder.appending(path: "\(file).key").path, offersHTTP2: offersHTTP2)
  }

  private struct Failed: Error { let arguments: [String] }

  private func run(_ arguments: [String]) async throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ends, announce) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { announce.yield($0.terminationStatus) }
    try process.run()
    for await status in ends {
      if status != 0 { throw Failed(arguments: arguments) }
      return
    }
  }
}

import EventModel
import Foundation
import Ingest
import Testing

/// `fixture_server.py` in a child process, on a port of its own; it ends with this object, or with this process.
final class FixtureServer: Sendable {
  let port: Int
  private let process: ChildProcess

  /// One for all tests that do not look at its counts.
  static func shared() throws -> FixtureServer { try common.get() }
  private static let common = Result { try FixtureServer() }

  /// What the server has counted.
  struct Counts: Decodable {
    var connections: Int
    var requests: Int
    var active: Int
    var peak: Int
    var closedEarly: Int
  }

  /// Plain http, or https with a certificate and its key; one that hangs up does so at a client's first bytes.
  init(certificate: String? = nil, key: String? = nil, hangsUp: Bool = false) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("fixture_server.py").path
    process = try ChildProcess(
      ["python3", script] + [certificate, key, hangsUp ? "hang-up" : nil].compactMap { $0 })
    let line = process.read(until: UInt8(ascii: "\n"))
    port = try #require(Int(line), "\(line)\(process.read())")
  }

  func request(_ path: String, headers: [(String, String)] = []) -> HTTPRequest {
    HTTPRequest(
      url: "http://127.0.0.1:\(port)\(path)", headers: headers.map { .init(name: $0.0, value: $0.1) })
  }

  /// Uses a transport of its own, so that the count of connections is one too high.
  func counts() async throws -> Counts {
    let transport = try CurlTransport(TransportOptions(userAgent: "counts"))
    let response = try await transport.send(request("/stats")).get()
    return try JSONDecoder().decode(Counts.self, from: Data(response.body))
  }
}

extension CurlTransport {
  /// A transport with limits that suit a test.
  static func forTests(
    timeout: Duration = .seconds(20), bodyLimitBytes: Int = 16 << 20, caFile: String? = nil,
    maxConnections: Int = 4
  ) throws -> CurlTransport {
    try CurlTransport(
      TransportOptions(
        timeout: timeout, connectTimeout: .seconds(5), bodyLimitBytes: bodyLimitBytes, caFile: caFile,
        maxConnections: maxConnections, userAgent: "bnus-replay/test"))
  }
}

extension Result<HTTPResponse, TransportFailure> {
  /// The failure, or nil when a response came.
  var failure: TransportFailure? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}

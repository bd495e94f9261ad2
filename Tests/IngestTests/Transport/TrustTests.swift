import Foundation
import Testing

@testable import Ingest

@Suite("Trust in a server", .serialized)
struct TrustTests {
  let authority: ThrowawayAuthority

  init() throws {
    authority = try ThrowawayAuthority()
  }

  private func send(
    _ names: String, days: Int = 4, host: String = "127.0.0.1", caFile: String?
  ) async throws -> Result<HTTPResponse, TransportFailure> {
    let (certificate, key) = try authority.issue(names, days: days)
    let server = try FixtureServer(certificate: certificate, key: key)
    let transport = try CurlTransport.forTests(caFile: caFile)
    return await transport.send(HTTPRequest(url: "https://\(host):\(server.port)/bytes?7"))
  }

  @Test("a certificate of the CA file's authority is accepted, by address and by name")
  func accepted() async throws {
    #expect(try await send("IP:127.0.0.1", caFile: authority.caFile).get().body.count == 7)
    #expect(
      try await send("DNS:localhost", host: "localhost", caFile: authority.caFile).get().body.count == 7)
  }

  @Test("a certificate for another host is refused")
  func wrongHost() async throws {
    let failure = try #require(try await send("DNS:example.com", caFile: authority.caFile).failure)
    #expect(failure.kind == .tls)
    #expect(failure.partialStatus == nil)
  }

  @Test("an expired certificate is refused, and the message says why")
  func expired() async throws {
    let failure = try #require(try await send("IP:127.0.0.1", days: 1, caFile: authority.caFile).failure)
    #expect(failure.kind == .tls)
    #expect(failure.message.contains("expired"))
  }

  @Test("an unknown authority is refused, with the system's CAs and with another CA file")
  func unknown() async throws {
    #expect(try await send("IP:127.0.0.1", caFile: nil).failure?.kind == .tls)
    let other = try ThrowawayAuthority()
    #expect(try await send("IP:127.0.0.1", caFile: other.caFile).failure?.kind == .tls)
  }

  @Test("https to a server of plain http is a failure of TLS")
  func plainServer() async throws {
    let server = try FixtureServer()
    let transport = try CurlTransport.forTests()
    let request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/")
    #expect(await transport.send(request).failure?.kind == .tls)
  }

  @Test("a server that hangs up amid the handshake is a lost connection, not an untrusted one")
  func hangUp() async throws {
    let server = try FixtureServer(hangsUp: true)
    let transport = try CurlTransport.forTests()
    let request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/")
    #expect(await transport.send(request).failure?.kind == .connectionLost)
  }

  @Test("a CA file that is missing or holds no certificate is an error before any request")
  func caFile() throws {
    let missing = authority.directory + "/none.pem"
    #expect(throws: TransportError.caFileUnreadable(path: missing, errno: ENOENT)) {
      _ = try CurlTransport.forTests(caFile: missing)
    }
    let key = authority.directory + "/ca.key"
    #expect(throws: TransportError.caFileWithoutCertificates(path: key)) {
      _ = try CurlTransport.forTests(caFile: key)
    }
  }
}

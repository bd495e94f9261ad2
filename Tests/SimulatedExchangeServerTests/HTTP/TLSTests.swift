import SimulatedExchange
import SimulatedExchangeServer
import Testing

@Suite("The simulated exchange over TLS")
struct TLSTests {
  @Test("answers who trusts its authority, and is refused for another name or authority")
  func certificates() async throws {
    let authority = try await ThrowawayAuthority()
    defer { authority.remove() }
    let right = try await authority.certificate(for: "127.0.0.1")
    let trusting = ["--cacert", authority.certificateFile]
    try await Exchanges.with(certificate: right) { server in
      #expect(server.baseURL.hasPrefix("https://127.0.0.1:"))
      let trusted = try await server.get("/api/v3/time", trusting)
      #expect(trusted.status == 200)
      let unknown = try await server.get("/api/v3/time")
      #expect(unknown.exit == 60)
    }
    let wrong = try await authority.certificate(for: "elsewhere.example")
    try await Exchanges.with(certificate: wrong) { server in
      let refused = try await server.get("/api/v3/time", trusting)
      #expect(refused.exit == 60)
    }
  }

  @Test("breaks connections below TLS, without a goodbye")
  func broken() async throws {
    let authority = try await ThrowawayAuthority()
    defer { authority.remove() }
    let certificate = try await authority.certificate(for: "127.0.0.1")
    let trusting = ["--cacert", authority.certificateFile]
    let path = "/api/v3/exchangeInfo"
    let plan: FaultPlan = [
      Fault(.truncatedBody, .path(path), .nth(1)), Fault(.connectionReset, .path(path), .nth(1)),
    ]
    try await Exchanges.with(faults: plan, certificate: certificate) { server in
      let cut = try await server.get(path, trusting)
      #expect(cut.status == 200)
      #expect(cut.exit == 56 || cut.exit == 18)
      #expect([52, 56].contains(try await server.get(path, trusting).exit))
      #expect(try await server.get(path, trusting).status == 200)
    }
  }

  @Test("speaks HTTP/2 where it is offered and asked for, and resets streams there")
  func http2() async throws {
    let authority = try await ThrowawayAuthority()
    defer { authority.remove() }
    let certificate = try await authority.certificate(for: "127.0.0.1", offersHTTP2: true)
    let trusting = ["--cacert", authority.certificateFile, "--compressed"]
    let path = "/api/v3/exchangeInfo"
    let plan: FaultPlan = [Fault(.truncatedBody, .path(path), .nth(2))]
    try await Exchanges.with(faults: plan, certificate: certificate) { server in
      let answer = try await server.get(path, trusting + ["--http2"])
      #expect((answer.exit, answer.status, answer.version) == (0, 200, "HTTP/2"))
      #expect(answer.header("x-mbx-used-weight-1m") == "20")
      let broken = try await server.get(path, trusting + ["--http2"])
      #expect(broken.exit == 92 || broken.exit == 18)
      let old = try await server.get(path, trusting + ["--http1.1"])
      #expect((old.exit, old.version) == (0, "HTTP/1.1"))
      #expect(old.body == answer.body)
      #expect(server.requests.records.map(\.connection) == [1, 2, 3])
    }
  }

  @Test("a certificate file that is not there is an error, not a plain server")
  func missing() async throws {
    let nowhere = ServerCertificate(certificateFile: "/nowhere.pem", keyFile: "/nowhere.key")
    await #expect(throws: (any Error).self) {
      try await Exchanges.with(certificate: nowhere) { _ in }
    }
  }
}

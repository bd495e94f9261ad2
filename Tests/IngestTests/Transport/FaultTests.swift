import EventModel
import Glibc
import Testing

@testable import Ingest

@Suite("Faults on the way", .serialized)
struct FaultTests {
  let server: FixtureServer

  init() throws {
    server = try .shared()
  }

  private func failure(
    _ path: String, timeout: Duration = .seconds(20), bodyLimitBytes: Int = 16 << 20
  ) async throws -> TransportFailure {
    let transport = try CurlTransport.forTests(timeout: timeout, bodyLimitBytes: bodyLimitBytes)
    let failure = try #require(await transport.send(server.request(path)).failure)
    // Whatever went wrong, the same transport carries the next request.
    #expect(try await transport.send(server.request("/bytes?3")).get().body.count == 3)
    return failure
  }

  @Test("a server that says nothing is a timeout, and no sooner than the limit")
  func silent() async throws {
    let failure = try await failure("/silent", timeout: .milliseconds(300))
    #expect(failure.kind == .timeout)
    #expect(failure.partialStatus == nil && failure.partialBody.isEmpty)
    #expect((290_000..<5_000_000).contains(failure.durationMicroseconds))
  }

  @Test("a body that stalls is a timeout that keeps what came")
  func stalled() async throws {
    let failure = try await failure("/stalled", timeout: .seconds(2))
    #expect(failure.kind == .timeout)
    #expect(failure.partialStatus == 200)
    #expect(failure.partialHeaders.last == HeaderField(name: "X-Kept", value: "yes"))
    #expect(failure.partialBody == Array("first part".utf8))
  }

  @Test("a truncated body is a lost connection that keeps what came")
  func truncated() async throws {
    let failure = try await failure("/truncated")
    #expect(failure.kind == .connectionLost)
    #expect(failure.partialStatus == 200)
    #expect(failure.partialHeaders.count == 2)
    #expect(failure.partialBody == Array("first part".utf8))
  }

  @Test("a truncated gzip body keeps what could be decoded")
  func truncatedGzip() async throws {
    let failure = try await failure("/truncated-gzip")
    #expect(failure.kind == .connectionLost)
    #expect(failure.partialBody.count > 40_000 && failure.partialBody.starts(with: "first part".utf8))
  }

  @Test(
    "a reset, a close without a response and a body that cannot be decoded are lost connections",
    arguments: ["/reset", "/reset-amid", "/closed", "/broken-gzip", "/unknown-encoding"])
  func lost(path: String) async throws {
    #expect(try await failure(path).kind == .connectionLost)
  }

  @Test("a response that is not HTTP is a failure")
  func notHTTP() async throws {
    #expect(try await failure("/not-http").kind == .other)
  }

  @Test("a body of exactly the limit passes; one byte more is refused and the limit is kept")
  func bodyLimit() async throws {
    let limit = 16 << 20
    let transport = try CurlTransport.forTests()
    #expect(try await transport.send(server.request("/bytes?\(limit)")).get().body.count == limit)
    let failure = try await failure("/bytes?\(limit + 1)")
    #expect(failure.kind == .bodyTooLarge)
    #expect(failure.partialStatus == 200)
    #expect(failure.partialBody.count == limit)
    #expect(failure.message.contains("\(limit) bytes"))
  }

  @Test("the limit counts decoded bytes, so that a small gzip body cannot fill the memory")
  func bomb() async throws {
    let failure = try await failure("/bomb?50000000", bodyLimitBytes: 100_000)
    #expect(failure.kind == .bodyTooLarge)
    #expect(failure.partialBody == Array(repeating: 0, count: 100_000))
  }

  @Test("a port where nobody listens is refused, a name without an address unresolved")
  func unreachable() async throws {
    let transport = try CurlTransport.forTests()
    let refused = try #require(await transport.send(HTTPRequest(url: "http://127.0.0.1:1/x?y=z")).failure)
    #expect(refused.kind == .refused)
    #expect(refused.message.hasPrefix("no connection to 127.0.0.1:1: "))
    let unresolved = await transport.send(HTTPRequest(url: "https://nowhere.invalid/x?y=z")).failure
    #expect(unresolved?.kind == .unresolved)
  }

  @Test(
    "a URL that is none, or plain http to another machine, is refused without a request",
    arguments: [
      "", "nonsense", "https://", "ftp://127.0.0.1/", "file:///etc/passwd", "http://api.binance.us/",
      "http://127.0.0.1.example.com/", "http://127.0.0.1@example.com/", "https://user:word@example.com/",
      "https://example.com/a b", "https://example.com/\u{0}", "https://exämple.com/",
      "https://example.com:99999/",
    ])
  func invalid(url: String) async throws {
    let transport = try CurlTransport.forTests()
    #expect(await transport.send(HTTPRequest(url: url)).failure?.kind == .invalidURL)
  }

  @Test("a header field with a line break is refused")
  func lineBreak() async throws {
    let transport = try CurlTransport.forTests()
    let request = server.request("/echo", headers: [("X-A", "b\r\nX-C: d")])
    #expect(await transport.send(request).failure?.kind == .other)
    #expect(try await transport.send(server.request("/bytes?3")).get().status == 200)
  }
}

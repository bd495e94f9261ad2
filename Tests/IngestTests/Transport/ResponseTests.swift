import EventModel
import Glibc
import Testing

@testable import Ingest

@Suite("Responses over the transport", .serialized)
struct ResponseTests {
  let server: FixtureServer
  let transport: CurlTransport

  init() throws {
    server = try .shared()
    transport = try .forTests()
  }

  @Test("a response is its status, its fields in order and its body, with a time and a duration")
  func whole() async throws {
    let before = Timestamp.now()
    let response = try await transport.send(server.request("/bytes?5")).get()
    #expect(response.status == 200)
    #expect(response.httpVersion == .http1_1)
    #expect(response.headers == [HeaderField(name: "Content-Length", value: "5")])
    #expect(response.body == Array("xxxxx".utf8))
    #expect(response.startedAt >= before && response.startedAt <= .now())
    #expect((1..<20_000_000).contains(response.durationMicroseconds))
  }

  @Test("what is sent are the URL as given, our fields, our name and every encoding that libcurl knows")
  func sent() async throws {
    let path = "/echo?symbol=BTCUSD&x=%5B%22a%22%5D&signature=abc"
    let fields = [("X-MBX-APIKEY", "the key"), ("X-Empty", "")]
    let head = try await String(
      decoding: transport.send(server.request(path, headers: fields)).get().body, as: UTF8.self)
    let lines = head.split(separator: "\r\n").map(String.init)
    #expect(lines.first == "GET \(path) HTTP/1.1")
    for line in ["X-MBX-APIKEY: the key", "X-Empty:", "User-Agent: bnus-replay/test"] {
      #expect(lines.contains(line))
    }
    let encodings = try #require(lines.first { $0.hasPrefix("Accept-Encoding:") })
    #expect(encodings.contains("gzip") && encodings.contains("br") && encodings.contains("zstd"))
    // A handle carries nothing of one request into the next.
    let next = try await String(decoding: transport.send(server.request("/echo")).get().body, as: UTF8.self)
    #expect(!next.contains("X-MBX-APIKEY"))
  }

  @Test("a gzip body arrives decoded")
  func gzip() async throws {
    let response = try await transport.send(server.request("/gzip")).get()
    #expect(response.body == Array(String(repeating: "[1,2,3]", count: 1000).utf8))
    #expect(response.headers.contains(HeaderField(name: "Content-Encoding", value: "gzip")))
  }

  @Test("a redirect is a response and is not followed")
  func redirect() async throws {
    let server = try FixtureServer()
    let target = "http://127.0.0.1:\(server.port)/echo"
    let response = try await transport.send(server.request("/redirect?\(target)")).get()
    #expect(response.status == 302)
    #expect(response.headers.contains(HeaderField(name: "Location", value: target)))
    #expect(try await server.counts().requests == 2)
  }

  @Test("an interim response leaves no trace in the final one")
  func interim() async throws {
    let response = try await transport.send(server.request("/interim")).get()
    #expect(response.status == 418)
    #expect(response.headers.map(\.name) == ["Content-Length", "X-Late", "HTTP/odd"])
    #expect(response.body == Array("final".utf8))
  }

  @Test("trailers, empty values, repeated and folded fields are kept")
  func fields() async throws {
    let trailers = try await transport.send(server.request("/trailers")).get()
    #expect(trailers.headers.last == HeaderField(name: "X-Sum", value: "6"))
    #expect(trailers.body == Array("abc".utf8))
    let odd = try await transport.send(server.request("/odd-fields")).get()
    #expect(odd.status == 204)
    #expect(
      odd.headers.map { "\($0.name)=\($0.value)" } == ["X-Empty=", "X-Two=a", "X-Two=b", "X-Folded=one two"])
  }

  @Test("an HTTP/1.0 response ends with its connection")
  func oldVersion() async throws {
    let response = try await transport.send(server.request("/http1.0")).get()
    #expect(response.httpVersion == .http1_0)
    #expect(response.body == Array("until the end".utf8))
  }

  @Test("requests in a row share one connection, also after a 404 and after a server's close")
  func keepAlive() async throws {
    let server = try FixtureServer()
    for path in ["/bytes?1", "/nowhere", "/gzip", "/bytes?100000"] {
      _ = try await transport.send(server.request(path)).get()
    }
    #expect(try await server.counts().connections == 2)
    _ = try await transport.send(server.request("/close-after")).get()
    _ = try await transport.send(server.request("/bytes?1")).get()
    #expect(try await server.counts().connections == 4)
  }

  @Test("the name localhost is this machine")
  func localhost() async throws {
    let url = "http://localhost:\(server.port)/bytes?1"
    #expect(try await transport.send(HTTPRequest(url: url)).get().status == 200)
  }

  @Test("proxies of the environment are used for other machines, and never stand before this one")
  func proxies() async throws {
    let proxy = try FixtureServer()
    await #expect(processExitsWith: .success) { [port = proxy.port as Int] in
      for name in ["http_proxy", "https_proxy", "all_proxy"] { setenv(name, "http://127.0.0.1:\(port)", 1) }
      let transport = try CurlTransport.forTests()
      let here = try await transport.send(HTTPRequest(url: "http://127.0.0.1:\(port)/bytes?4")).get()
      precondition(here.body.count == 4)
      let key = HeaderField(name: "X-MBX-APIKEY", value: "the key")
      let there = await transport.send(HTTPRequest(url: "https://nowhere.invalid/x?y=z", headers: [key]))
        .failure
      precondition(there?.kind == .connectionLost, "\(String(describing: there))")
      precondition(there?.partialStatus == nil, "the proxy's response is not the server's")
    }
    // Ours, the CONNECT, and the one for the counts.
    #expect(try await proxy.counts().requests == 3)
  }
}

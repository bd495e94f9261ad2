import EventModel
import Testing

@testable import Ingest

@Suite("Secrets in a request")
struct SecrecyTests {
  private static let signature = "5f3e8a9b1c0d7e6f"
  private static let key = "Kx7QvTq2mZr9"

  private func request(_ base: String) -> HTTPRequest {
    HTTPRequest(
      url: "\(base)?recvWindow=5000&timestamp=1790000000000&signature=\(Self.signature)",
      headers: [HeaderField(name: "X-MBX-APIKEY", value: Self.key)])
  }

  /// Every way of making text of a value.
  private func texts(of value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(String(describing: [value])) \(dumped)"
  }

  private func expectSilence(_ value: Any, _ comment: Comment) {
    let text = texts(of: value)
    #expect(!text.contains(Self.signature) && !text.contains(Self.key), comment)
  }

  @Test("no way of printing a request shows its query or a field's value")
  func printedRequest() {
    let request = request("https://user:\(Self.key)@api.binance.us/api/v3/account")
    expectSilence(request, "request")
    #expect(request.description == "GET https://***@api.binance.us/api/v3/account (X-MBX-APIKEY)")
    expectSilence(Result<HTTPRequest, any Error>.success(request), "in a result")
  }

  @Test("no failure shows a secret, whatever failed")
  func failures() async throws {
    let server = try FixtureServer.shared()
    let here = "http://127.0.0.1:\(server.port)"
    let transport = try CurlTransport.forTests(timeout: .milliseconds(300), bodyLimitBytes: 20)
    let places =
      [
        "/silent", "/stalled", "/truncated", "/reset", "/closed", "/broken-gzip", "/not-http", "/echo",
      ].map { here + $0 } + [
        "http://127.0.0.1:1/", "https://127.0.0.1:\(server.port)/", "https://nowhere.invalid/",
        "http://example.com/",
        "https://example.com:0x/", "gopher://example.com/", "https://exa mple.com/", "https://[::1/",
        "nonsense",
      ]
    for place in places {
      let failure = try #require(await transport.send(request(place)).failure, "\(place)")
      expectSilence(failure, "\(place)")
      expectSilence(failure as any Error, "\(place)")
      #expect(!failure.message.isEmpty)
    }
  }

  @Test("no way of printing a response shows what it echoes")
  func printedResponse() async throws {
    let server = try FixtureServer.shared()
    let response = try await CurlTransport.forTests().send(request("http://127.0.0.1:\(server.port)/echo"))
      .get()
    #expect(String(decoding: response.body, as: UTF8.self).contains(Self.signature))
    expectSilence(response, "response")
  }

  @Test("a text of the library's that quotes a value of the query or a field is known for it")
  func echoes() {
    let request = request("https://api.binance.us/")
    #expect(request.isEchoed(in: "bad URL \(Self.signature)!"))
    #expect(request.isEchoed(in: "bad field \(Self.key)"))
    #expect(!request.isEchoed(in: "timed out after 5000 milliseconds"))
  }
}

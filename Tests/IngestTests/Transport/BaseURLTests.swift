import Testing

@testable import Ingest

@Suite("Base URLs")
struct BaseURLTests {
  @Test(
    "a usable one is read, without a slash at its end",
    arguments: [
      ("https://api.binance.us", "https://api.binance.us"),
      ("https://api.binance.us/", "https://api.binance.us"),
      ("HTTPS://API.Binance.US:443//", "https://api.binance.us"),
      ("https://a.example:8443/x/y/", "https://a.example:8443/x/y"),
      ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://127.9.8.7", "http://127.9.8.7"),
      ("http://localhost:80/", "http://localhost"), ("http://[::1]:99", "http://[::1]:99"),
      ("http://127.1:99", "http://127.0.0.1:99"),
    ])
  func usable(text: String, expected: String) throws {
    #expect(try BaseURL.parse(text).text == expected)
  }

  @Test("host, path and whether it is this machine are recognised")
  func parts() throws {
    let far = try BaseURL.parse("https://Proxy.example:444/binance/")
    #expect(far.authority == "proxy.example:444")
    #expect(far.path == "/binance")
    #expect(!far.isLoopback)
    #expect(far.url(path: "/api/v3/time") == "https://proxy.example:444/binance/api/v3/time")
    #expect(far.url(path: "/x", query: "a=b") == "https://proxy.example:444/binance/x?a=b")
    #expect(try BaseURL.parse("https://localhost").isLoopback)
  }

  @Test(
    "anything else is an error that says what one looks like",
    arguments: [
      "", "api.binance.us", "http://api.binance.us", "http://128.0.0.1", "http://127.0.0.1.nip.io",
      "http://localhost.example.com", "http://[::2]", "http://0.0.0.0", "ftp://127.0.0.1", "https://",
      "https://u:p@api.binance.us", "https://api.binance.us?x=1", "https://api.binance.us/#x",
      "https://api.binance.us/ x", "https://api.binance.us:0x1", "http://127.0.0.1\\@example.com",
    ])
  func unusable(text: String) {
    #expect { _ = try BaseURL.parse(text) } throws: { error in
      "\(error)".contains("https://api.binance.us")
    }
  }
}

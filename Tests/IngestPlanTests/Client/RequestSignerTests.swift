import Platform
import Testing

@testable import Ingest

@Suite("Signing")
struct RequestSignerTests {
  private static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
  private static let key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"

  @Test(
    "the exchange's own vectors",
    arguments: [
      (
        "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
        "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"
      ),
      (
        "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTCquantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
        "0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77"
      ),
      (
        "symbol=BTCUSDT&timestamp=1499827319559",
        "d97112c82a46aae604c384663068433947147d01a3c8cfad4a53903682ec2eca"
      ),
    ])
  func vectors(query: String, signature: String) throws {
    let credentials = try Self.credentials(Self.key, Self.secret)
    #expect(RequestSigner(credentials).signature(of: query) == signature)
  }

  @Test("window, time and signature follow the query in this order")
  func order() throws {
    let credentials = try Self.credentials(Self.key, Self.secret)
    let signed = RequestSigner(credentials).sign("symbol=A", timestamp: 7, window: 5000)
    #expect(signed.query == "symbol=A&recvWindow=5000&timestamp=7&signature=\(signed.signature)")
    #expect(RequestSigner(credentials).sign("", timestamp: 7, window: 1).query.hasPrefix("recvWindow=1&"))
  }

  @Test("credentials print as dots, whatever prints them")
  func dots() throws {
    let credentials = try Self.credentials(Self.key, Self.secret)
    var dumped = ""
    dump(credentials, to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), dumped, "\([credentials])"] {
      #expect(!text.contains(Self.key) && !text.contains(Self.secret))
    }
    #expect(credentials.fingerprint.count == 16)
    #expect(!Self.key.contains(credentials.fingerprint))
  }

  @Test("one of two, an empty one and the example's are no credentials")
  func problems() throws {
    for (key, secret) in [
      ("k", nil), (nil, "s"), (" ", "s"), ("k", ""), ("YOUR_KEY", "s"), ("k", "YOUR_SECRET"),
    ] {
      #expect(throws: Credentials.Problem.self) { try Self.credentials(key, secret) }
    }
    let none = try Credentials(key: nil, secret: nil)
    #expect(none == nil)
  }

  @discardableResult
  private static func credentials(_ key: String?, _ secret: String?) throws -> Credentials {
    let credentials: Credentials?
    if let secret {
      credentials = try Credentials(key: key, secret: SecretBytes(copying: secret))
    } else {
      credentials = try Credentials(key: key, secret: nil)
    }
    return try #require(credentials)
  }
}

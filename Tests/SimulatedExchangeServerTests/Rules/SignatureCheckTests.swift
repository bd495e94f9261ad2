import SimulatedExchange
import Testing

@testable import SimulatedExchangeServer

@Suite("The signature check")
struct SignatureCheckTests {
  private static let secret = ExchangeKey.documented.secret
  private let key = ExchangeKey.documented

  @Test(
    "agrees with the documented vectors",
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
  func vectors(text: String, signature: String) {
    #expect(SignatureCheck.isValid(signature, of: text, secret: Self.secret))
    #expect(SignatureCheck.isValid(signature.uppercased(), of: text, secret: Self.secret))
    #expect(!SignatureCheck.isValid(signature, of: text + "0", secret: Self.secret))
    #expect(!SignatureCheck.isValid(signature, of: text, secret: "another"))
    #expect(Signing.signature(of: text, secret: Self.secret) == signature)
  }

  @Test("refuses the signature that the documentation prints for its second example by mistake")
  func misprint() {
    #expect(
      !SignatureCheck.isValid(
        "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71",
        of: "symbol=BTCUSDT&timestamp=1499827319559", secret: Self.secret))
  }

  @Test("signs the exact bytes before the signature, and reads one that does not stand last")
  func exactText() {
    #expect(RawQuery("b=%5B1&a=2&signature=ff").signedText == "b=%5B1&a=2")
    #expect(RawQuery("a=1&&b=2&signature=ff").signedText == "a=1&&b=2")
    #expect(RawQuery("a=1&signature=ff&b=2").signedText == "a=1&b=2")
    #expect(RawQuery("b=%5B1&a=2&timestamp=5&signature=ff").canonical == "a=2&b=%5B1")
    #expect(RawQuery("symbols=%5B%22BTC%22%5D").value("symbols") == #"["BTC"]"#)
  }

  private func refusal(
    key text: String?, _ query: String, permission: ExchangeKey.Permission = .spot, known: ExchangeKey? = nil
  ) -> GatewayRefusal? {
    let check = SignatureCheck(
      keys: [key.key: known ?? key], time: SimulatedTime(milliseconds: 1_000_000))
    do {
      _ = try check.check(key: text, query: RawQuery(query), permission: permission)
      return nil
    } catch {
      return error
    }
  }

  private func signed(_ query: String) -> String {
    query + "&signature=" + Signing.signature(of: query, secret: key.secret)
  }

  @Test(
    "holds the timestamp against a second ahead and the window behind",
    arguments: [
      ("timestamp=1000999", nil), ("timestamp=1001000", GatewayRefusal.ahead),
      ("timestamp=995000", nil), ("timestamp=994999", .outsideWindow),
      ("timestamp=940000&recvWindow=60000", nil),
      ("timestamp=939999&recvWindow=60000", .outsideWindow),
      ("timestamp=1000000&recvWindow=60001", .windowTooLarge),
      ("timestamp=1000000&recvWindow=x", .illegal("recvWindow")),
      ("timestamp=-5", .illegal("timestamp")),
    ] as [(String, GatewayRefusal?)])
  func timestamps(query: String, expected: GatewayRefusal?) {
    #expect(refusal(key: key.key, signed(query)) == expected)
  }

  @Test("distinguishes the ways of being refused")
  func refusals() {
    let good = signed("timestamp=1000000")
    #expect(refusal(key: nil, good) == .badKeyFormat)
    #expect(refusal(key: "short", good) == .badKeyFormat)
    #expect(refusal(key: String(repeating: "a", count: 64), good) == .rejectedKey)
    #expect(refusal(key: key.key, "signature=00") == .missing("timestamp"))
    #expect(refusal(key: key.key, "timestamp=1000000") == .missing("signature"))
    #expect(refusal(key: key.key, "timestamp=1000000&signature=00") == .badSignature)
    let spotOnly = ExchangeKey(key: key.key, secret: key.secret, permissions: [.spot])
    #expect(refusal(key: key.key, good, permission: .wallet, known: spotOnly) == .unauthorized)
    #expect(refusal(key: key.key, good, permission: .spot, known: spotOnly) == nil)
    let rejected = ExchangeKey(key: key.key, secret: key.secret, permissions: [.spot], refusal: .rejected)
    #expect(refusal(key: key.key, good, permission: .wallet, known: rejected) == .rejectedKey)
  }
}

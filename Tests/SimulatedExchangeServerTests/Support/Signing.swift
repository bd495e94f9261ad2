import CCrypto
import SimulatedExchange
import SimulatedExchangeServer

/// A client's side of signing, written apart from the server's.
struct Signing {
  var key = ExchangeKey.documented

  static func signature(of text: String, secret: String) -> String {
    var code = [UInt8](repeating: 0, count: 32)
    HMAC(EVP_sha256(), secret, Int32(secret.utf8.count), Array(text.utf8), text.utf8.count, &code, nil)
    return code.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// A target with timestamp and signature.
  func target(_ path: String, _ query: String = "", at time: SimulatedTime, more: String = "") -> String {
    let text = (query.isEmpty ? "" : query + "&") + more + "timestamp=\(time.milliseconds)"
    return "\(path)?\(text)&signature=\(Signing.signature(of: text, secret: key.secret))"
  }

  var header: String { "X-MBX-APIKEY: \(key.key)" }
}

extension SimulatedServer {
  func get(_ target: String, headers: [String] = [], _ arguments: [String] = []) async throws -> CurlResponse
  {
    try await Curl.get(baseURL + target, headers: headers, arguments)
  }

  func getSigned(
    _ path: String, _ query: String = "", key: ExchangeKey = .documented, _ arguments: [String] = []
  ) async throws -> CurlResponse {
    let signing = Signing(key: key)
    return try await get(
      signing.target(path, query, at: clock.now), headers: [signing.header], arguments)
  }
}

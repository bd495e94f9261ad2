import CCrypto
import SimulatedExchange

/// The gate before everything private: key, parameters of signing, time, signature, permission.
struct SignatureCheck {
  let keys: [String: ExchangeKey]
  let time: SimulatedTime

  /// The key that may have the response, or why not.
  func check(
    key: String?, query: RawQuery, permission: ExchangeKey.Permission
  ) throws(GatewayRefusal) -> ExchangeKey {
    guard let key, SignatureCheck.isWellFormed(key) else { throw .badKeyFormat }
    guard let timestamp = query.value("timestamp"), !timestamp.isEmpty else { throw .missing("timestamp") }
    guard let signature = query.value("signature"), !signature.isEmpty else { throw .missing("signature") }
    try checkTime(timestamp, window: query.value("recvWindow"))
    guard let known = keys[key] else { throw .rejectedKey }
    guard SignatureCheck.isValid(signature, of: query.signedText, secret: known.secret) else {
      throw .badSignature
    }
    guard known.permissions.contains(permission) else {
      throw known.refusal == .unauthorized ? .unauthorized : .rejectedKey
    }
    return known
  }

  private func checkTime(_ timestamp: String, window: String?) throws(GatewayRefusal) {
    let sent = try SignatureCheck.number(timestamp, name: "timestamp")
    let received = try window.map { text throws(GatewayRefusal) in
      try SignatureCheck.number(text, name: "recvWindow")
    }
    if let received, received > 60_000 { throw .windowTooLarge }
    if sent >= time.milliseconds + 1000 { throw .ahead }
    if time.milliseconds - sent > received ?? 5000 { throw .outsideWindow }
  }

  private static func number(_ text: String, name: String) throws(GatewayRefusal) -> Int64 {
    guard text.utf8.count <= 20, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int64(text)
    else { throw .illegal(name) }
    return number
  }

  /// Whether `signature` is the HMAC-SHA256 of `text` in hexadecimal, in either case.
  static func isValid(_ signature: String, of text: String, secret: String) -> Bool {
    var code = [UInt8](repeating: 0, count: 32)
    HMAC(EVP_sha256(), secret, Int32(secret.utf8.count), Array(text.utf8), text.utf8.count, &code, nil)
    let digits = Array("0123456789abcdef".utf8)
    let expected = code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return Array(signature.lowercased().utf8) == expected
  }

  private static func isWellFormed(_ key: String) -> Bool {
    key.utf8.count == 64
      && key.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      }
  }
}

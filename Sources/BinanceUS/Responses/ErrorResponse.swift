import JSONView

/// An error as the exchange reports it, in the shapes that occur: `{code, msg}` with the code a number or a string,
/// Spring's 404, the business wrapper, and HTML from the CDN.
/// Source: docs/binance-us-api.md, section 4.
public struct ErrorResponse: Sendable, Hashable {
  /// The exchange's code, negative; nil where there is none.
  public let code: Int?
  /// Its message, shortened; never more than a line.
  public let message: String
  /// The moment in milliseconds until which the address is banned, where the message states it.
  public let bannedUntil: Int64?
  /// Whether the CDN reports that it blocks the country.
  public let isCountryBlocked: Bool

  public init(status: UInt16, body: [UInt8]) {
    // A page of data is large and begins with a bracket: only small bodies can be errors.
    let small = body.count <= 16_384 ? body : []
    isCountryBlocked =
      status == 403 && String(decoding: small, as: UTF8.self).contains("block access from your country")
    guard let first = small.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{"),
      let object = JSONValue(json: small)
    else {
      code = nil
      message = status >= 300 ? "HTTP \(status)" : ""
      bannedUntil = nil
      return
    }
    let number = object["code"].flatMap { $0.int64 ?? $0.text.flatMap { Int64($0) } }
    code = number.flatMap { $0 < 0 ? Int(exactly: $0) : nil }
    let text = object["msg"]?.text ?? object["message"]?.text ?? object["error"]?.text ?? ""
    message = String(text.prefix(200).map { $0.isNewline ? " " : $0 })
    bannedUntil = ErrorResponse.banEnd(in: text)
  }

  /// The number behind "banned until"; one that no integer holds is the end of time.
  private static func banEnd(in message: String) -> Int64? {
    guard let phrase = message.range(of: "banned until ") else { return nil }
    let digits = message[phrase.upperBound...].prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? nil : Int64(digits) ?? .max
  }
}

extension String {
  fileprivate func range(of phrase: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(phrase) { return start..<index(start, offsetBy: phrase.count) }
      start = index(after: start)
    }
    return nil
  }
}

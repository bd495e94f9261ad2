import JSONView

/// The exchange's words for a failure, in the shapes they really have: `{code, msg}` with the
/// code a number or a string, Spring's 404, the business wrapper, and HTML from the CDN.
/// Source: docs/binance-us-api.md, section 4.
public struct ErrorAnswer: Sendable, Hashable {
  /// The exchange's code, negative; nil where there is none.
  public let code: Int?
  /// Its message, shortened; never more than a line.
  public let message: String
  /// The moment in milliseconds until which the address is banned, where the message says it.
  public let bannedUntil: Int64?
  /// The CDN says that it blocks the country.
  public let saysCountryBlocked: Bool

  public init(status: UInt16, body: [UInt8]) {
    // A page of data is large and begins with a bracket: only small bodies can be errors.
    let small = body.count <= 16_384 ? body : []
    let text = String(decoding: small, as: UTF8.self)
    saysCountryBlocked = status == 403 && text.contains("block access from your country")
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
    let words = object["msg"]?.text ?? object["message"]?.text ?? object["error"]?.text ?? ""
    message = String(words.prefix(200).map { $0.isNewline ? " " : $0 })
    bannedUntil = ErrorAnswer.banEnd(in: words)
  }

  /// The number behind "banned until".
  private static func banEnd(in message: String) -> Int64? {
    guard let words = message.range(of: "banned until ") else { return nil }
    return Int64(message[words.upperBound...].prefix { $0.isASCII && $0.isNumber })
  }
}

extension String {
  fileprivate func range(of words: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(words) { return start..<index(start, offsetBy: words.count) }
      start = index(after: start)
    }
    return nil
  }
}

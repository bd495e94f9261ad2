public import EventModel

/// A failed response in a sentence: what came, what it means and what to try. The one table of such
/// sentences, for `sync`, `sync --check` and log lines alike.
/// Source of the codes: docs/binance-us-api.md, section 4.
public enum FailureSentence {
  /// The sentence for a country block.
  public static let notServed =
    "the exchange does not serve this country or address; Binance.US serves US residents only"

  /// The sentence for a response that is not a success.
  ///
  /// - Parameter headers: looked through for where a redirection leads.
  public static func of(status: UInt16, body: [UInt8], headers: [HeaderField]) -> String {
    let error = ErrorResponse(status: status, body: body)
    if Verdict.of(status: status, body: body) == .countryBlocked { return "HTTP \(status): \(notServed)" }
    if let code = error.code {
      let message = error.message.isEmpty ? "" : ": \(error.message)"
      return "HTTP \(status), code \(code)\(message)"
        + (meaning(of: code, status: status).map { " (\($0))" } ?? "")
    }
    return "HTTP \(status): " + meaning(of: status, body: body, headers: headers)
  }

  private static func meaning(of code: Int, status: UInt16) -> String? {
    if status == 418 { return "the exchange has banned this address" }
    return switch code {
    case -1002: "the key lacks the permission for this request; give it the permission to read"
    case -1003, -1015: "too many requests"
    case -1021:
      "the clock is off: the exchange's time was read and still does not fit; set this machine's clock"
        + " (NTP), or raise recv_window_ms where the network is slow"
    case -1022: "the secret does not belong to the key; check api_secret"
    case -1121: "the exchange does not know the symbol"
    case -2008: "the exchange does not know the key; check api_key"
    case -2014: "the key does not have the form of one; check that api_key was copied whole"
    case -2015:
      "the key is unknown or deleted, this machine's address (IP) is not on the key's list, or the key"
        + " lacks the permission to read; check the key's settings at the exchange"
    default: nil
    }
  }

  private static func meaning(of status: UInt16, body: [UInt8], headers: [HeaderField]) -> String {
    switch status {
    case 200..<300: return "the response is not JSON"
    case 300..<400:
      let to = target(in: headers).map { "leads to \($0)" } ?? "leads elsewhere"
      return "the response \(to), which is not followed; check base_url, and proxies on the way"
    case 401: return "the request is not authorised"
    case 403: return block(in: body)
    case 404: return "there is nothing at this address; check base_url"
    case 418: return "the exchange has banned this address"
    case 429: return "too many requests"
    case 500...: return "the exchange, or a proxy before it, failed"
    default: return "the exchange does not accept the request"
    }
  }

  /// What a block by the network in front of the exchange means, which responds with HTML pages.
  private static func block(in body: [UInt8]) -> String {
    let text = String(decoding: body.prefix(16_384), as: UTF8.self).lowercased()
    let who =
      text.contains("cloudfront") ? "the network before the exchange (CloudFront)" : "a firewall or proxy"
    return text.contains("bad request")
      ? "\(who) calls the request bad" : "\(who) blocks this machine's address (IP) or the request"
  }

  /// Where a redirection leads, without its query, which may quote the request's, and without terminal controls.
  private static func target(in headers: [HeaderField]) -> String? {
    guard let location = headers.first(named: "location") else { return nil }
    var bare = location.prefix { $0 != "?" && $0 != "#" }
    if let scheme = bare.firstRange(of: "//"), let end = bare[scheme.upperBound...].firstIndex(of: "@") {
      bare = bare[..<scheme.upperBound] + bare[bare.index(after: end)...]
    }
    return bare.isEmpty ? nil : Percent.readable(String(bare.prefix(200)))
  }
}

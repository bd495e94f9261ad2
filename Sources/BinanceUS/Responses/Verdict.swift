/// What a response means for the client: the one table of reactions.
public enum Verdict: Sendable, Hashable {
  /// A successful response.
  case success
  /// Likely to go away by itself: retry after a pause.
  case transient(FailureCategory)
  /// Too many requests; none may be sent for a while.
  case slowDown
  /// The address is banned; no request may be sent, and this run is over.
  case banned
  /// The clock is off: read the exchange's and retry.
  case clockOff
  /// The exchange refuses the request, now and on a retry.
  case refused(FailureCategory)
  /// The symbol is not known.
  case symbolUnknown
  /// The order is gone or archived.
  case orderGone
  /// The exchange does not serve this country or address: this run is over.
  case countryBlocked
}

extension Verdict {
  /// Reads a response's status and body.
  /// Source of the codes: docs/binance-us-api.md, section 4.
  public static func of(status: UInt16, body: [UInt8]) -> Verdict {
    let error = ErrorResponse(status: status, body: body)
    if (200..<300).contains(status), error.code == nil { return .success }
    if status == 418 { return .banned }
    if status == 451 || error.isCountryBlocked { return .countryBlocked }
    if let code = error.code, let verdict = of(code: code, status: status) { return verdict }
    switch status {
    case 429: return .slowDown
    case 401: return .refused(.authentication)
    case 403: return .transient(.exchange)
    case 404, 405, 410: return .refused(.data)
    case 500...: return .transient(.exchange)
    case 200..<300: return .success
    default: return .refused(.data)
    }
  }

  private static func of(code: Int, status: UInt16) -> Verdict? {
    switch code {
    case -1000, -1001, -1006, -1007, -1008: .transient(.exchange)
    case -1002: .refused(.permission)
    case -1003: .slowDown
    case -1015: .slowDown
    case -1016, -1020: .refused(.exchange)
    case -1021: .clockOff
    case -1022, -2008, -2014, -2015: .refused(.authentication)
    case -1121: .symbolUnknown
    case -2013, -2026: .orderGone
    case -1199 ... -1100: .refused(.data)
    default: status >= 500 ? .transient(.exchange) : nil
    }
  }

  /// The category of a failure; nil for a verdict that is not a failure.
  public var category: FailureCategory? {
    switch self {
    case .success, .symbolUnknown, .orderGone: nil
    case .transient(let category), .refused(let category): category
    case .slowDown, .banned: .rateLimit
    case .clockOff: .clock
    case .countryBlocked: .permission
    }
  }
}

/// The kind of a failure, which shows people where to look.
public enum FailureCategory: String, Sendable, Hashable, CaseIterable {
  /// The key or the secret is not accepted.
  case authentication
  /// This machine's clock and the exchange's do not agree, even after the exchange's was read.
  case clock
  /// The key lacks the permission for the request.
  case permission
  /// Too many requests, or a banned address.
  case rateLimit = "rate_limit"
  /// No complete response arrived.
  case network
  /// The exchange reports a failure of its own.
  case exchange
  /// The response is not what the API promises, or the request is not one that it accepts.
  case data
}

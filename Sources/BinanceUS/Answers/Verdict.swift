/// What an answer means to whoever asked: the one table of reactions.
public enum Verdict: Sendable, Hashable {
  /// A good answer.
  case good
  /// Likely to go away by itself: ask again after a pause.
  case passing(FailureCategory)
  /// Too much was asked; nothing may be asked for a while.
  case slowDown
  /// The address is banned; nothing may be asked, and this run is over.
  case banned
  /// The clock is off: read the exchange's and ask again.
  case clockOff
  /// The source will not be answered, now or in a moment.
  case refused(FailureCategory)
  /// The symbol is not known.
  case symbolUnknown
  /// The order is gone or archived.
  case orderGone
  /// The exchange does not serve this country or address: this run is over.
  case countryBlocked
}

extension Verdict {
  /// Reads an answer's status and body.
  /// Source of the codes: docs/binance-us-api.md, section 4.
  public static func of(status: UInt16, body: [UInt8]) -> Verdict {
    let error = ErrorAnswer(status: status, body: body)
    if (200..<300).contains(status), error.code == nil { return .good }
    if status == 418 { return .banned }
    if status == 451 || error.saysCountryBlocked { return .countryBlocked }
    if let code = error.code, let verdict = of(code: code, status: status) { return verdict }
    switch status {
    case 429: return .slowDown
    case 401: return .refused(.authentication)
    case 403: return .passing(.exchange)
    case 404, 405, 410: return .refused(.data)
    case 500...: return .passing(.exchange)
    case 200..<300: return .good
    default: return .refused(.data)
    }
  }

  private static func of(code: Int, status: UInt16) -> Verdict? {
    switch code {
    case -1000, -1001, -1006, -1007, -1008: .passing(.exchange)
    case -1002: .refused(.permission)
    case -1003: .slowDown
    case -1015: .slowDown
    case -1016, -1020: .refused(.exchange)
    case -1021: .clockOff
    case -1022, -2008, -2014, -2015: .refused(.authentication)
    case -1121: .symbolUnknown
    case -2013, -2026: .orderGone
    case -1199 ... -1100: .refused(.data)
    default: status >= 500 ? .passing(.exchange) : nil
    }
  }

  /// The category of a failure; nil for what is none.
  public var category: FailureCategory? {
    switch self {
    case .good, .symbolUnknown, .orderGone: nil
    case .passing(let category), .refused(let category): category
    case .slowDown, .banned: .rateLimit
    case .clockOff: .clock
    case .countryBlocked: .permission
    }
  }
}

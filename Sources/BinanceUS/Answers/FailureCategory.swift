/// What kind of thing went wrong, in words a person can act on.
public enum FailureCategory: String, Sendable, Hashable, CaseIterable {
  /// The key or the secret is not accepted.
  case authentication
  /// This machine's clock and the exchange's do not agree, even after the exchange's was read.
  case clock
  /// The key may not ask this.
  case permission
  /// Too much was asked, or the address is banned.
  case rateLimit = "rate_limit"
  /// No whole answer arrived.
  case network
  /// The exchange says that it failed.
  case exchange
  /// The answer is not what the API promises, or the request is not what it takes.
  case data
}

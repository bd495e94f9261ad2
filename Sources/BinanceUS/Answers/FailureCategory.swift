/// What kind of thing went wrong, in words a person can act on.
public enum FailureCategory: String, Sendable, Hashable, CaseIterable {
  /// The key, the secret or the clock is not accepted.
  case authentication
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

/// How strict the simulated exchange is, and how fast.
public struct ExchangeRules: Sendable {
  /// What Retry-After says on a refusal for weight.
  public enum RetryAfter: Sendable {
    /// The seconds until requests are welcome again.
    case exact
    /// Always 0, as rotki has seen it.
    case zero
    /// No such header.
    case absent
    /// Whatever a test wants.
    case text(String)
  }

  /// The weight an address may spend in a window; nil for the era's own, 1200 or 6000.
  /// exchangeInfo shows it.
  public var weightLimit: Int?
  /// The window of the limit; when it is not a minute, exchangeInfo gives it in the largest unit that
  /// fits, and a header such as `x-mbx-used-weight-5s` comes beside that of the minute, with the same
  /// number.
  public var weightWindow: Duration
  /// How many requests over the limit in one window get 429 before the address is banned.
  public var refusalsBeforeBan: Int
  /// The length of the first ban; each further one is twice as long, up to three days.
  public var banDuration: Duration
  /// What Retry-After says.
  public var retryAfter: RetryAfter
  /// What another program on the same address spends, evenly over each minute.
  public var foreignWeightPerMinute: Int
  /// How long every response takes at least.
  public var latency: Duration
  /// Whether responses are compressed by gzip for a client that accepts it.
  public var compresses: Bool
  /// How long a stalled response keeps its connection open.
  public var stall: Duration
  /// Whether `GET /__world/advance?hours=N` lets time pass. No exchange has such a thing: it is for
  /// demonstrations from a shell.
  public var servesControl: Bool

  /// The exchange's own rules, but for the arguments.
  public init(
    weightLimit: Int? = nil, weightWindow: Duration = .seconds(60), refusalsBeforeBan: Int = 10,
    banDuration: Duration = .seconds(120), retryAfter: RetryAfter = .exact,
    foreignWeightPerMinute: Int = 0, latency: Duration = .zero, compresses: Bool = true,
    stall: Duration = .seconds(300), servesControl: Bool = false
  ) {
    self.weightLimit = weightLimit
    self.weightWindow = weightWindow
    self.refusalsBeforeBan = refusalsBeforeBan
    self.banDuration = banDuration
    self.retryAfter = retryAfter
    self.foreignWeightPerMinute = foreignWeightPerMinute
    self.latency = latency
    self.compresses = compresses
    self.stall = stall
    self.servesControl = servesControl
  }
}

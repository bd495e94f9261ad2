import BinanceUS

/// When a request that failed is sent again: exponential pauses with jitter, a few times.
public struct RetryPolicy: Sendable {
  /// How often a passing failure is retried.
  public var retries = 3
  /// How many refusals for weight (429) in a row, over the whole run, end it.
  public var refusalsInARow = 3
  /// How often a request is signed again after the clock was read anew.
  public var clockReadings = 2
  public var firstPause: Duration = .seconds(1)
  public var longestPause: Duration = .seconds(30)

  /// The shortest pause after a 429, whatever `Retry-After` says.
  public var slowDownFloor = Duration.seconds(1)

  public init() {}

  /// The pause before attempt `attempt` (2 is the first retry), between half and the whole of what
  /// doubles each time.
  ///
  /// - Parameter random: a number in 0..<1000.
  public func pause(before attempt: Int, random: Int) -> Duration {
    let doubled = firstPause * (1 << min(max(attempt - 2, 0), 16))
    let whole = min(doubled, longestPause)
    return whole / 2 + whole / 2 * random / 1000
  }
}

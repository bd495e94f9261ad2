public import EventModel

/// The latest time that a response may have: a day ahead of this machine's clock.
///
/// Tables and playback show the newest response. One with a time in the future would hide every newer one until then.
public struct LatestTime: Sendable {
  private static let slackMicroseconds: Int64 = 86_400_000_000
  private let now: Timestamp
  private let latest: Timestamp

  public init(now: Timestamp = .now()) {
    self.now = now
    let (sum, overflow) = now.microseconds.addingReportingOverflow(Self.slackMicroseconds)
    latest = Timestamp(microseconds: overflow ? .max : sum)
  }

  /// Whether a response may have been received then.
  public func admits(_ time: Timestamp) -> Bool { time <= latest }

  /// Why a time is refused, as the end of a sentence that begins with what holds it.
  public func refusal(of time: Timestamp) -> String {
    """
    \(time.iso8601) is in the future (this machine's clock is at \(now.iso8601)); a response that is dated \
    ahead hides every newer one until then
    """
  }
}

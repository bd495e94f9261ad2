public import EventLog
public import EventModel

/// What is played back, and how.
public struct PlaybackSettings: Sendable {
  /// Which of several responses to one request is given.
  public enum Mode: String, Sendable, CaseIterable {
    /// The newest that can be read.
    case latest
    /// One after the other in recorded order, run after run.
    case sequence
    /// As recorded in one run, and nothing else.
    case exact
  }

  /// How long a client waits for its response.
  public enum Latency: Sendable, Hashable {
    /// As long as the response took when it was recorded.
    case recorded
    case milliseconds(Int)
  }

  /// What `/api/v3/time` reports.
  public enum Clock: String, Sendable, CaseIterable {
    /// The recorded time.
    case recorded
    /// The recorded time when playback began, and what has passed since.
    case shift
  }

  public var mode = Mode.latest
  /// The last event that counts.
  public var through: UInt64
  /// The one run whose events count; nil for all.
  public var run: RunRecord?
  /// No response is made from others.
  public var isRecordedOnly = false
  public var clock = Clock.recorded
  public var latency = Latency.milliseconds(0)
  public var faults: [FaultRule] = []
  /// How many bytes of responses are kept ready, and as many of merged histories.
  public var memoryBytes = 128 << 20
  /// Connections beyond these push out the one that was silent longest.
  public var connectionLimit = 4096
  /// A connection that neither sends nor takes anything for so long is closed.
  public var silentSeconds = 60
  /// Called for every request, from several threads; nil for none.
  public var observer: (@Sendable (PlayedRequest) -> Void)?
  /// Called where the archive could not be read for a request, which gets a status of 500.
  public var failed: (@Sendable (EventLogError) -> Void)?

  public init(through: UInt64) { self.through = through }
}

/// A request that was played back, for a line of a log: nothing of a key or signature is in it.
public struct PlayedRequest: Sendable {
  public let method: String
  public let path: String
  /// Sorted, without key, signature, timestamp and window.
  public let query: String
  public let status: Int
  /// The recorded event that the response is, or was made from.
  public let event: UInt64?
  /// Made out of other responses.
  public let isDerived: Bool
  /// Put in by `--fault`.
  public let isFault: Bool
  public let duration: Duration
}

public import BinanceUS
public import EventModel

/// What a run did, source by source.
public struct SyncReport: Sendable {
  /// How a run ended.
  public enum Outcome: String, Sendable {
    case done
    case partlyDone = "partly_done"
    case failed
    case refused
    case interrupted
  }

  /// What one source took and brought.
  public struct SourceCount: Sendable, Hashable {
    public var requests = 0
    public var retries = 0
    public var failures = 0
    public var newRecords = 0
  }

  /// One thing that went wrong and was not mended by trying again.
  public struct Failure: Sendable, Hashable {
    public let source: String
    public let category: FailureCategory
    public let message: String
    public let sequence: UInt64?
    /// It does not change the exit code: a source that only some accounts have.
    public let isMinor: Bool
  }

  public let run: RunID
  public internal(set) var outcome = Outcome.done
  public internal(set) var sources: [String: SourceCount] = [:]
  public internal(set) var failures: [Failure] = []
  /// Sentences on what the archive had to stand in for, and what stays unexplained.
  public internal(set) var remarks: [String] = []
  public internal(set) var events = 0
  public internal(set) var symbols = 0
  public internal(set) var weightUsed = 0
  public internal(set) var peakWeightPercent = 0
  public internal(set) var waits = 0
  public internal(set) var waited = Duration.zero
  /// When the address may send requests again, where it was banned.
  public internal(set) var bannedUntil: Timestamp?
  /// When the exchange serves again, where the run ended because of it.
  public internal(set) var pausedUntil: Timestamp?
  /// Successful responses, and those of them that needed the key.
  var successes = 0
  var signedSuccesses = 0
  /// The exchange does not serve this address, whatever the key.
  var isCountryBlocked = false
  /// The key was found to belong to the archive's account.
  var isKeyAccepted = false
  /// Nothing was fetched that needs a key, although the archive holds such data.
  public internal(set) var lacksCredentials = false

  init(run: RunID) { self.run = run }

  /// What the exchange reported when it refused the credentials.
  public var refusal: String? {
    failures.first { !$0.isMinor && [.authentication, .permission].contains($0.category) }?.message
  }

  /// The categories of what failed, in a fixed order.
  public var categories: [FailureCategory] {
    FailureCategory.allCases.filter { category in failures.contains { $0.category == category } }
  }
}

public import EventLog
import JSONView

/// How a run ended, as its last event tells.
public struct RunEnding: Sendable, Hashable {
  /// `done`, `partly_done`, `failed`, `refused` or `interrupted`.
  public let outcome: String
  /// The categories of what failed.
  public let categories: [String]
  /// The sources that failed, such as `account` or `myTrades BTCUSDT`, without those that only some accounts have.
  public let failed: [String]
  /// Until when the exchange had banned the address; nil where it had not.
  public let bannedUntil: String?

  /// Reads a run's last event; nil where the run has not ended or says nothing of its outcome.
  public static func of(_ run: RunRecord, in log: EventLog) throws -> RunEnding? {
    guard let sequence = run.endSequence else { return nil }
    let body = try log.read { (snapshot: borrowing Snapshot) in
      var reader = BodyReader()
      return Array(try reader.body(of: sequence, in: snapshot).bytes)
    }
    return RunEnding(body)
  }

  public init(
    outcome: String, categories: [String] = [], failed: [String] = [], bannedUntil: String? = nil
  ) {
    self.outcome = outcome
    self.categories = categories
    self.failed = failed
    self.bannedUntil = bannedUntil
  }

  private init?(_ body: [UInt8]) {
    let value: JSONValue
    do { value = try JSONValue.parse(body) } catch { return nil }
    guard let outcome = value["outcome"]?.text else { return nil }
    self.outcome = outcome
    categories = value["categories"]?.elements?.compactMap(\.text) ?? []
    failed = (value["failures"]?.elements ?? []).filter { $0["minor"]?.bool != true }.compactMap {
      $0["source"]?.text
    }
    bannedUntil = value["banned_until"]?.text
  }

  /// The outcome in words, with the categories of what failed behind it.
  public var words: String {
    let words = outcome.replacing("_", with: " ")
    return categories.isEmpty ? words : "\(words) (\(categories.joined(separator: ", ")))"
  }
}

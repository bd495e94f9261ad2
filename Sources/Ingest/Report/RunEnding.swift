public import EventLog
import JSONView

/// How a run ended, as its last event tells.
public struct RunEnding: Sendable, Hashable {
  /// `done`, `partly_done`, `failed`, `refused` or `interrupted`.
  public let outcome: String
  /// The categories of what failed.
  public let categories: [String]

  /// Reads a run's last event; nil where the run has not ended or says nothing of its outcome.
  public static func of(_ run: RunRecord, in log: EventLog) throws -> RunEnding? {
    guard let sequence = run.endSequence else { return nil }
    let body = try log.read { (snapshot: borrowing Snapshot) in
      var reader = BodyReader()
      return Array(try reader.body(of: sequence, in: snapshot).bytes)
    }
    return RunEnding(body)
  }

  private init?(_ body: [UInt8]) {
    let value: JSONValue
    do { value = try JSONValue.parse(body) } catch { return nil }
    guard let outcome = value["outcome"]?.text else { return nil }
    self.outcome = outcome
    categories = value["categories"]?.elements?.compactMap(\.text) ?? []
  }

  /// The outcome, with the categories of what failed behind it.
  public var words: String {
    categories.isEmpty ? outcome : "\(outcome) (\(categories.joined(separator: ", ")))"
  }
}

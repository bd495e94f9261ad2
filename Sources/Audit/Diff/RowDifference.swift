public import Projections

/// One entry that two sides do not tell alike.
public struct RowDifference: Sendable {
  /// What became of the entry from the left side to the right.
  public enum Change: String, Sendable {
    case added, removed, changed
    /// Only the left run has it, and the right one did not ask the question it answered: no
    /// difference, but no agreement either.
    case notAskedAgain = "not_asked_again"
  }

  public let table: String
  public let change: Change
  /// What names the entry.
  public let key: [(name: String, value: RowValue)]
  /// The events that the rows came from; nil on a side without one.
  public let leftEvent: Int64?
  public let rightEvent: Int64?
  /// The columns that differ; of an entry that one side lacks, all that were compared.
  public let columns: [(name: String, left: RowValue?, right: RowValue?)]
}

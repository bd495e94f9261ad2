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

/// How two sides of one table compare.
public struct TableComparison: Sendable {
  public let table: String
  /// Columns that only one side's schema has; their values are not compared, nor what `extra` holds in their place.
  public let columnsRemoved: [String]
  public let columnsAdded: [String]
  public internal(set) var added = 0
  public internal(set) var removed = 0
  public internal(set) var changed = 0
  public internal(set) var same = 0
  public internal(set) var notAskedAgain = 0

  /// Both sides say the same.
  public var isEqual: Bool {
    added + removed + changed + columnsAdded.count + columnsRemoved.count == 0
  }
}

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

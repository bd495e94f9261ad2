public import Projections
import Sinks

/// Compares two sides table by table, in one pass over both in the order of the matched columns.
public struct TablesDiff {
  private let plan: DiffPlan

  public init(_ plan: DiffPlan) { self.plan = plan }

  /// Calls `use` with every difference, in order, and returns the counts.
  ///
  /// - Parameters:
  ///   - only: this table alone; nil for all.
  ///   - progress: called after every thousand rows of a table.
  public func run(
    only: String? = nil, progress: (String, Int) throws -> Void = { _, _ in },
    _ use: (RowDifference) throws -> Void
  ) throws -> [TableComparison] {
    try plan.tables.filter { only == nil || $0.left.name == only }.map { left, right in
      try TableMerge(plan, left, right).run(progress: progress, use)
    }
  }
}

/// The pass over one table.
private struct TableMerge {
  let plan: DiffPlan
  let table: TableSchema
  let match: [String]
  let compared: [String]
  /// Where the columns that name an entry lie in a stream.
  let key: Range<Int>
  let left: RowStream
  let right: RowStream
  var comparison: TableComparison
  /// By event of the left run, whether the right run sent the same request.
  var requestedAgain: [Int64: Bool] = [:]

  init(_ plan: DiffPlan, _ left: TableSchema, _ right: TableSchema) throws {
    self.plan = plan
    table = right
    match = plan.matchColumns(left, right)
    compared = plan.comparedColumns(left, right)
    let columns = match + compared + ["_event_seq"] + right.identity
    key = columns.count - right.identity.count..<columns.count
    self.left = try plan.left.tables.stream(of: left, plan.left.rows, columns: columns, orderedBy: match)
    self.right = try plan.right.tables.stream(of: right, plan.right.rows, columns: columns, orderedBy: match)
    let names = (left.columns.map(\.name), right.columns.map(\.name))
    comparison = TableComparison(
      table: right.name, columnsRemoved: names.0.filter { !names.1.contains($0) },
      columnsAdded: names.1.filter { !names.0.contains($0) })
  }

  func run(
    progress: (String, Int) throws -> Void, _ use: (RowDifference) throws -> Void
  ) throws -> TableComparison {
    var merge = self
    var rows = 0
    var (hasLeft, hasRight) = (try left.next(), try right.next())
    while hasLeft || hasRight {
      rows += 1
      if rows % 1000 == 0 { try progress(table.name, rows) }
      let order = !hasLeft ? 1 : !hasRight ? -1 : self.order
      if let difference = try merge.difference(order) { try use(difference) }
      if order <= 0 { hasLeft = try left.next() }
      if order >= 0 { hasRight = try right.next() }
    }
    return merge.comparison
  }

  /// Which side's row comes first.
  private var order: Int {
    for column in match.indices {
      let order = left.order(column, beside: right)
      if order != 0 { return order }
    }
    return 0
  }

  private mutating func difference(_ order: Int) throws -> RowDifference? {
    if order < 0 {
      if try isNotRequestedAgain() {
        comparison.notRequestedAgain += 1
        return described(.notRequestedAgain)
      }
      comparison.removed += 1
      return described(.removed)
    }
    if order > 0 {
      comparison.added += 1
      return described(.added)
    }
    let places = match.count..<match.count + compared.count
    if places.allSatisfy({ left.isEqual($0, to: right) }) {
      comparison.same += 1
      return nil
    }
    comparison.changed += 1
    return described(.changed)
  }

  /// Whether the right run lacks the left row because it did not send the request again.
  private mutating func isNotRequestedAgain() throws -> Bool {
    guard let run = plan.requestingRun, case .integer(let event) = left.value(key.lowerBound - 1) else {
      return false
    }
    if let known = requestedAgain[event] { return !known }
    let isRequested = try plan.right.tables.repeats(run, requestOf: event, of: table)
    requestedAgain[event] = isRequested
    return !isRequested
  }

  private func described(_ change: RowDifference.Change) -> RowDifference {
    let hasLeft = change != .added
    let hasRight = change == .added || change == .changed
    let named = hasRight ? right : left
    let columns = compared.indices.compactMap { index -> (name: String, left: RowValue?, right: RowValue?)? in
      let place = match.count + index
      if change == .changed, left.isEqual(place, to: right) { return nil }
      return (compared[index], hasLeft ? left.value(place) : nil, hasRight ? right.value(place) : nil)
    }
    return RowDifference(
      table: table.name, change: change,
      key: zip(table.identity, key).map { ($0, named.value($1)) },
      leftEvent: hasLeft ? event(left) : nil, rightEvent: hasRight ? event(right) : nil, columns: columns)
  }

  private func event(_ stream: RowStream) -> Int64? {
    if case .integer(let event) = stream.value(key.lowerBound - 1) { event } else { nil }
  }
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
  public internal(set) var notRequestedAgain = 0

  /// Whether both sides are equal.
  public var isEqual: Bool {
    added + removed + changed + columnsAdded.count + columnsRemoved.count == 0
  }
}

/// One entry in which two sides differ.
public struct RowDifference: Sendable {
  /// How the entry changed from the left side to the right.
  public enum Change: String, Sendable {
    case added, removed, changed
    /// Only the left run has it, and the right one did not send the request that returned it: not a difference, but not
    /// an agreement either.
    case notRequestedAgain = "not_asked_again"
  }

  public let table: String
  public let change: Change
  /// What identifies the entry.
  public let key: [(name: String, value: RowValue)]
  /// The events that the rows came from; nil on a side without one.
  public let leftEvent: Int64?
  public let rightEvent: Int64?
  /// The columns that differ; of an entry that one side lacks, all that were compared.
  public let columns: [(name: String, left: RowValue?, right: RowValue?)]
}

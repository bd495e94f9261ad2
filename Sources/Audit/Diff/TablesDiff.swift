import Projections
import Sinks

/// Compares two sides table by table, in one pass over both in the order of what makes rows one.
public struct TablesDiff {
  private let plan: DiffPlan

  public init(_ plan: DiffPlan) { self.plan = plan }

  /// Shows every difference, in order, and gives what was counted.
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
  var asked: [Int64: Bool] = [:]

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
      if try isSilence() {
        comparison.notAskedAgain += 1
        return described(.notAskedAgain)
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

  /// Whether the right run says nothing of the left row for want of a question.
  private mutating func isSilence() throws -> Bool {
    guard let run = plan.askingRun, case .integer(let event) = left.value(key.lowerBound - 1) else {
      return false
    }
    if let known = asked[event] { return !known }
    let isAsked = try plan.right.tables.repeats(run, requestOf: event, of: table)
    asked[event] = isAsked
    return !isAsked
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

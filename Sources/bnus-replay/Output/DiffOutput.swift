import Audit
import JSONView
import Projections

/// What `diff` prints.
struct DiffOutput {
  let isJSON: Bool
  /// Rows for people, where one table was requested.
  let listsRows: Bool

  /// One difference, as it is found.
  func print(_ difference: RowDifference) throws {
    if isJSON { return try StandardOutput.write(document(difference)) }
    guard listsRows, difference.change != .notRequestedAgain else { return }
    let key = difference.key.map { "\($0.value)" }.joined(separator: " ")
    let events = [difference.leftEvent, difference.rightEvent].compactMap { $0.map { "event \($0)" } }
    let mark =
      switch difference.change {
      case .added: "+"
      case .removed, .notRequestedAgain: "-"
      case .changed: "~"
      }
    try StandardOutput.print("\(mark) \(key)  (\(events.joined(separator: " → ")))")
    guard difference.change == .changed else { return }
    for column in difference.columns {
      try StandardOutput.print("    \(column.name): \(column.left ?? .null) → \(column.right ?? .null)")
    }
  }

  /// What was counted.
  func print(_ comparisons: [TableComparison]) throws {
    if isJSON {
      for comparison in comparisons {
        for (change, names) in [
          ("column_removed", comparison.columnsRemoved), ("column_added", comparison.columnsAdded),
        ] {
          for name in names {
            try StandardOutput.write(
              JSONDocument.object([
                ("table", .text(comparison.table)), ("change", .text(change)), ("column", .text(name)),
              ]))
          }
        }
      }
      return
    }
    var text = TextTable([
      ("TABLE", .left), ("ADDED", .right), ("REMOVED", .right), ("CHANGED", .right), ("SAME", .right),
    ])
    for comparison in comparisons {
      text.add(
        [comparison.table]
          + [comparison.added, comparison.removed, comparison.changed, comparison.same].map {
            Quantity.count($0)
          })
    }
    try text.print()
    for comparison in comparisons {
      let changes =
        comparison.columnsRemoved.map { "-\($0)" } + comparison.columnsAdded.map { "+\($0)" }
      if !changes.isEmpty {
        try StandardOutput.print("\(comparison.table) columns: \(changes.joined(separator: " "))")
      }
    }
  }

  private func document(_ difference: RowDifference) -> JSONDocument {
    .object([
      ("table", .text(difference.table)), ("change", .text(difference.change.rawValue)),
      ("key", .object(difference.key.map { ($0.name, JSONDocument($0.value)) })),
      ("left_event", difference.leftEvent.map { .integer($0) } ?? .null),
      ("right_event", difference.rightEvent.map { .integer($0) } ?? .null),
      (
        "columns",
        .object(
          difference.columns.map { column in
            (column.name, .array([column.left, column.right].map { $0.map { JSONDocument($0) } ?? .null }))
          })
      ),
    ])
  }
}

import Audit
import EventLog
import EventModel
import JSONView
import Projections

/// What `explain` prints.
struct ExplainedRowOutput {
  let row: ExplainedRow
  /// Every row of the same entry, oldest first; nil unless requested.
  let history: [ExplainedRow]?
  /// The file that the event's proof was written to.
  let proof: String?

  func print(asJSON: Bool) throws {
    if asJSON { return try StandardOutput.write(document) }
    let width = row.columns.map { $0.column.name.count }.max() ?? 0
    try StandardOutput.print("\(row.table.name), schema \(row.schema)")
    for (column, value) in row.columns {
      let space = String(repeating: " ", count: width - column.name.count)
      try StandardOutput.print("  \(column.name)\(space)  \(value)")
    }
    let header = row.header
    try StandardOutput.print("event \(header.sequence), event \(header.ordinal) of run \(header.run)")
    try StandardOutput.print("  request   \(header.method) \(Self.request(header))")
    try StandardOutput.print("  response  \(header.status) at \(header.observedAt.iso8601)")
    try StandardOutput.print(
      "  record    \(Self.pointer(row)), bytes \(row.place.range.lowerBound) to \(row.place.range.upperBound - 1) of \(header.bodyBytes)"
    )
    if let proof { try StandardOutput.print("  proof     \(proof)") }
    try StandardOutput.print(lines: String(decoding: row.record, as: UTF8.self))
    if let history { try printHistory(history) }
  }

  private func printHistory(_ history: [ExplainedRow]) throws {
    try StandardOutput.print("\(Quantity.count(history.count, "event")) spoke of it:")
    var previous: ExplainedRow?
    for event in history {
      let mark =
        event.header.sequence == row.header.sequence && event.place == row.place ? " (the row above)" : ""
      try StandardOutput.print(
        "  event \(event.header.sequence)  \(event.header.observedAt.iso8601)  \(Self.request(event.header)) \(Self.pointer(event))\(mark)"
      )
      for change in previous.map({ event.differences(from: $0.values) }) ?? [] {
        try StandardOutput.print("    \(change.name): \(change.there) → \(change.here)")
      }
      previous = event
    }
  }

  private var document: JSONDocument {
    var members = facts(of: row)
    members.insert(("table", .text(row.table.name)), at: 0)
    members.insert(("schema", .number(row.schema)), at: 1)
    members.insert(("row", .object(row.columns.map { ($0.column.name, JSONDocument($0.value)) })), at: 2)
    if let history {
      var previous: ExplainedRow?
      var events: [JSONDocument] = []
      for event in history {
        let changes = previous.map { event.differences(from: $0.values) } ?? []
        let changed = changes.map { ($0.name, JSONDocument.array([.init($0.there), .init($0.here)])) }
        events.append(.object(facts(of: event) + [("changed", .object(changed))]))
        previous = event
      }
      members.append(("history", .array(events)))
    }
    if let proof { members.append(("proof", .text(proof))) }
    return .object(members)
  }

  private func facts(of row: ExplainedRow) -> [(String, JSONDocument)] {
    let header = row.header
    return [
      ("sequence", .number(header.sequence)), ("run", .text(header.run.text)),
      ("ordinal", .number(header.ordinal)), ("observed_at", .text(header.observedAt.iso8601)),
      ("endpoint", .text(header.endpoint)), ("query", .text(header.query)),
      ("status", .number(header.status)), ("pointer", .text(row.place.pointer)),
      ("first_byte", .number(row.place.range.lowerBound)), ("bytes", .number(row.place.range.count)),
      ("record", .text(String(decoding: row.record, as: UTF8.self))),
    ]
  }

  private static func request(_ header: EventHeader) -> String {
    header.path + (header.query.isEmpty ? "" : "?\(header.query)")
  }

  private static func pointer(_ row: ExplainedRow) -> String {
    row.place.pointer.isEmpty ? "the whole body" : row.place.pointer
  }
}

extension JSONDocument {
  init(_ value: RowValue) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .integer(number)
    case .text(let bytes): self = .text(String(decoding: bytes, as: UTF8.self))
    }
  }
}

import EventLog
import EventModel
import JSONView
import Projections
import Replay

/// What a replay did, for a person and for a script.
struct ReplaySummary {
  private let report: ReplayReport
  private let schema: Int
  private let file: String

  init(_ report: ReplayReport, schema: Int, file: String) {
    self.report = report
    self.schema = schema
    self.file = file
  }

  func print(milliseconds: Int64) throws {
    var table = TextTable([
      ("TABLE", .left), ("BODIES", .right), ("UNREADABLE", .right), ("RECORDS", .right), ("WRITTEN", .right),
      ("LEFT OUT", .right), ("QUARANTINED", .right), ("NEW ROWS", .right), ("SUPERSEDED", .right),
      ("ROWS NOW", .right),
    ])
    for part in report.tables {
      let (before, after) = (part.before, part.after)
      table.add(
        [
          after.responses - before.responses, after.bodyFaults - before.bodyFaults,
          after.records - before.records, after.rowsMade - before.rowsMade,
          after.leftOut - before.leftOut, after.recordFaults - before.recordFaults,
          after.rowsMade - before.rowsMade - (after.superseded - before.superseded),
          after.superseded - before.superseded, after.rows,
        ].map { Quantity.count($0) }.inserting(part.name))
    }
    try table.print()
    for part in report.tables {
      for (reason, count) in part.leftOut.sorted(by: { $0.key < $1.key }) {
        try StandardOutput.print("\(part.name): \(Quantity.count(count)) left out, \(reason)")
      }
      if let sentence = lossSentence(part) { try StandardOutput.print(sentence) }
    }
    if report.quarantined > 0 {
      try StandardOutput.print(
        "\(Quantity.count(report.quarantined)) quarantined; SELECT * FROM _quarantine names each with its reason"
      )
    }
    try StandardOutput.print(
      "\(file): schema \(schema), through event \(report.through), in \(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    )
  }

  /// What a key that is too short has cost in all.
  private func lossSentence(_ part: ReplayReport.Table) -> String? {
    guard part.after.lost > 0 else { return nil }
    return
      "\(part.name): schema \(schema)'s key has cost \(Quantity.count(part.after.lost, "row")), because its ids are unique only within a symbol; schema 2 and later keep them"
  }

  var document: JSONDocument {
    .object([
      ("file", .text(file)), ("schema", .number(schema)),
      ("through_sequence", .number(report.through)),
      (
        "tables",
        .array(
          report.tables.map { part in
            let (before, after) = (part.before, part.after)
            return .object([
              ("table", .text(part.name)), ("answers", .number(after.responses - before.responses)),
              ("records", .number(after.records - before.records)),
              ("rows_made", .number(after.rowsMade - before.rowsMade)),
              ("left_out", .number(after.leftOut - before.leftOut)),
              ("quarantined_records", .number(after.recordFaults - before.recordFaults)),
              ("quarantined_bodies", .number(after.bodyFaults - before.bodyFaults)),
              ("superseded", .number(after.superseded - before.superseded)),
              ("lost", .number(after.lost - before.lost)),
              ("rows", .number(after.rows)), ("digest", .text(part.digest.hex)),
            ])
          })
      ),
    ])
  }
}

extension [String] {
  fileprivate func inserting(_ first: String) -> [String] { [first] + self }
}

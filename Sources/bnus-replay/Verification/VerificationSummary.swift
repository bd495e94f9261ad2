import Audit
import EventLog
import EventModel
import JSONView

/// What a verification found, for a person and for a script.
struct VerificationSummary {
  private let log: VerificationReport
  var isCursorTrue: Bool?
  var head: HeadVerification.Outcome?
  var tables: TablesReport?

  /// How many damages are printed one by one as text; JSON has a hundred.
  private static let mostLines = 20

  init(_ log: VerificationReport) { self.log = log }

  /// Prints everything and throws the first finding.
  func print(_ reading: ReadingOptions) throws {
    if reading.json {
      try StandardOutput.write(document)
    } else if !reading.verbosity.quiet {
      for line in lines { try StandardOutput.print(line) }
    }
    try StandardOutput.flush()
    if !reading.json {
      for damage in log.causes.prefix(Self.mostLines) { Terminal.say("damaged: \(damage)") }
      for difference in (tables?.differences ?? []).prefix(Self.mostLines) {
        Terminal.say("differs: \(difference)")
      }
    }
    if let finding { throw Finding(code: ExitCodes.damaged, message: finding) }
  }

  private var lines: [String] {
    let root = log.treeRoot?.hex ?? "of an empty log"
    var lines = [
      "\(Quantity.count(log.events, "event")), \(Quantity.bytes(log.bodyBytes)) of bodies, tree root \(root)"
    ]
    if let head, head.finding == nil {
      lines.append(
        "the archive extends the checkpoint of \(Quantity.count(head.head.size, "event")) of \(head.head.origin); "
          + (head.isSigned == true
            ? "its signature is good" : "its signature was not checked (--verifier-key checks it)"))
    }
    if let tables, tables.differences.isEmpty {
      let rows = tables.tables.reduce(0) { $0 + $1.rows }
      lines.append(
        "\(tables.file) says what the log says: schema \(tables.schema), \(Quantity.count(rows, "row")) in \(Quantity.count(tables.tables.count, "table"))"
      )
    }
    return lines
  }

  /// What is worst, in a sentence.
  private var finding: String? {
    if let first = log.firstDamage {
      return "the archive is damaged, first at \(first); restore it from a backup or an export"
    }
    if isCursorTrue == false {
      return
        "what sync goes by is not what the events give; the events are whole, and the next sync folds them anew"
    }
    if let finding = head?.finding { return finding }
    guard let tables, let first = tables.differences.first else { return nil }
    return "\(tables.file) is not what the log says, first in \(first); replay --rebuild makes it anew"
  }

  private var document: JSONDocument {
    .object([
      ("events", .number(log.events)), ("body_bytes", .number(log.bodyBytes)),
      ("tree_root", .text(log.treeRoot?.hex)), ("whole", .bool(log.isWhole)),
      ("damages", .array(log.causes.map { .text($0) })),
      ("cursor", isCursorTrue.map { .bool($0) } ?? .null), ("checkpoint", head?.document ?? .null),
      ("tables", tables?.document ?? .null),
    ])
  }

  /// The document of a walk that a fault ended.
  static func document(of record: WalkRecord, _ sentence: String) -> JSONDocument {
    .object([
      ("events", .number(record.done)), ("body_bytes", .number(record.bytes)), ("tree_root", .null),
      ("whole", .bool(false)), ("damages", .array([.text(sentence)])), ("cursor", .null),
      ("checkpoint", .null),
      ("tables", .null),
    ])
  }
}

extension HeadVerification.Outcome {
  fileprivate var document: JSONDocument {
    .object([
      ("origin", .text(head.origin.text)), ("size", .number(head.size)), ("root", .text(head.root.hex)),
      ("extended", .bool(finding == nil)), ("signed", isSigned.map { .bool($0) } ?? .null),
      ("finding", .text(finding)),
    ])
  }
}

extension TablesReport {
  fileprivate var document: JSONDocument {
    .object([
      ("file", .text(file)), ("schema", .number(schema)), ("equal", .bool(differences.isEmpty)),
      (
        "tables",
        .array(
          tables.map {
            .object([
              ("table", .text($0.name)), ("through_sequence", .number($0.through)),
              ("rows", .number($0.rows)),
              ("digest", .text($0.digest.hex)),
            ])
          })
      ),
      (
        "differences",
        .array(
          differences.map {
            .object([("table", .text($0.table)), ("run", .text($0.run?.text)), ("what", .text($0.what))])
          })
      ),
    ])
  }
}

import ArgumentParser
import Audit
import EventLog
import EventModel
import JSONView

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Look for responses that contradict each other, losses, and balances that do not add up.",
    discussion: """
      Trades and final orders that were reported in two ways; pages without a record they must hold; orders unlike their \
      trades; fills under two symbols; balances that trades and fees do not explain; gaps. Every finding names \
      the events, which bnus-replay show prints. Notes, shown by -v, are not faults.

      A finding that is known and cannot be mended is counted apart and does not matter to the exit status once \
      bnus-replay annotate acknowledge NAME --because TEXT has marked it.

      \(Examples.text(of: "audit"))

      \(ExitCodes.help(ExitCodes.found, ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    let log = try reading.archive.openForReading()
    let progress = ProgressLine("audit", isQuiet: reading.verbosity.quiet || reading.json)
    let result = try Contradictions.find(log) { state in
      try Interruption.check()
      progress.show(done: state.done, of: state.events, detail: Quantity.bytes(state.bytes))
    }
    progress.clear()
    if reading.json {
      try StandardOutput.write(document(result))
    } else if !reading.verbosity.quiet {
      try show(result)
    }
    let count = result.findings.count
    try Unreadable.finish(
      result.unreadable,
      finding: count == 0
        ? nil
        : Finding(
          code: ExitCodes.found,
          message:
            "\(Quantity.count(count, "finding")) in \(Quantity.count(result.through, "event"))"
        ))
  }

  private func show(_ result: Contradictions) throws {
    let shown = result.findings + (reading.verbosity.verbose ? result.notes : [])
    let groups = AuditFinding.Kind.allCases.map { kind in (kind, shown.filter { $0.kind == kind }) }
    for (kind, findings) in groups where !findings.isEmpty {
      try StandardOutput.print("\(Quantity.count(findings.count))  \(label(kind))  \(kind.text)")
    }
    for (kind, findings) in groups where !findings.isEmpty {
      try StandardOutput.print()
      try StandardOutput.print("\(label(kind)): \(kind.text)")
      for finding in findings { try show(finding) }
    }
    if !result.malformed.isEmpty {
      let some = result.malformed.prefix(10).map { "\($0)" }.joined(separator: ", ")
      Terminal.say(
        "\(result.malformed.count) successful \(result.malformed.count == 1 ? "response is" : "responses are") not JSON, so no check saw what they hold: events \(some)"
      )
    }
    if !result.acknowledged.isEmpty {
      let count = result.acknowledged.count
      try StandardOutput.print(
        "\(Quantity.count(count)) known \(count == 1 ? "finding" : "findings"), acknowledged\(reading.verbosity.verbose ? ":" : " (-v lists them)")"
      )
      if reading.verbosity.verbose {
        for (finding, annotation) in result.acknowledged {
          try StandardOutput.print("  \(finding.name)  event \(annotation.sequence): \(annotation.reason)")
        }
      }
    }
    if result.findings.isEmpty {
      let notes = result.notes.count
      try StandardOutput.print(
        "\(Quantity.count(result.through, "event")), no \(result.acknowledged.isEmpty ? "" : "other ")finding\(notes == 0 ? "" : ", \(Quantity.count(notes, "note")) (-v)")"
      )
    }
  }

  private func label(_ kind: AuditFinding.Kind) -> String { (kind.isNote ? "note: " : "") + kind.rawValue }

  private func show(_ finding: AuditFinding) throws {
    let events = finding.events.map { "\($0)" }.joined(separator: ", ")
    try StandardOutput.print("  \(finding.subject)  events \(events)")
    try StandardOutput.print("    \(finding.sentence)")
    if !finding.kind.isNote {
      try StandardOutput.print("    next: \(finding.nextStep)")
      try StandardOutput.print("    name: \(finding.name)")
    }
  }

  private func document(_ result: Contradictions) -> JSONDocument {
    .object([
      ("through_sequence", .number(result.through)),
      ("findings", .array(result.findings.map { document($0) })),
      (
        "acknowledged",
        .array(
          result.acknowledged.map { finding, annotation in
            .object([
              ("finding", document(finding)), ("sequence", .number(annotation.sequence)),
              ("because", .text(annotation.reason)),
            ])
          })
      ),
      ("notes", .array(result.notes.map { document($0) })),
      ("not_json", .array(result.malformed.map { .number($0) })),
      ("unreadable", Unreadable.document(result.unreadable)),
    ])
  }

  private func document(_ finding: AuditFinding) -> JSONDocument {
    .object([
      ("name", .text(finding.name)), ("kind", .text(finding.kind.rawValue)),
      ("subject", .text(finding.subject)),
      ("ids", .array(finding.ids.map { .integer($0) })),
      ("events", .array(finding.events.map { .number($0) })),
      ("sentence", .text(finding.sentence)), ("next_step", .text(finding.nextStep)),
    ])
  }
}

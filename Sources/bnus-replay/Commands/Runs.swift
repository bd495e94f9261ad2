import ArgumentParser
import EventLog

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the runs, oldest first.",
    discussion: ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    let log = try reading.archive.openForReading()
    let runs = try log.read { (snapshot: borrowing Snapshot) in try snapshot.runs() }
      .sorted { $0.firstSequence < $1.firstSequence }
    if reading.json {
      for run in runs { try StandardOutput.write(document(run).line) }
      return
    }
    if runs.isEmpty {
      Terminal.say("The archive holds no run yet.")
      return
    }
    var table = TextTable([
      ("RUN", .left), ("OBSERVED", .left), ("EVENTS", .right), ("ANSWERS", .right),
      ("FAILURES", .right), ("SEQUENCE", .right), ("STATE", .left),
    ])
    for run in runs {
      table.add([
        run.id.text, run.firstObservedAt.iso8601, Quantity.count(run.events),
        Quantity.count(run.responses), Quantity.count(run.failures),
        "\(run.firstSequence)-\(run.lastSequence)", state(run),
      ])
    }
    try table.print()
  }

  private func state(_ run: RunRecord) -> String {
    if run.imported { return "imported" }
    if run.endSequence != nil { return "ended" }
    return run.startSequence != nil ? "not ended" : "captured"
  }

  private func document(_ run: RunRecord) -> JSONDocument {
    .object([
      ("run", .text(run.id.text)), ("state", .text(state(run))),
      ("first_sequence", .number(run.firstSequence)),
      ("last_sequence", .number(run.lastSequence)), ("events", .number(run.events)),
      ("responses", .number(run.responses)), ("failures", .number(run.failures)),
      ("first_observed_at", .text(run.firstObservedAt.iso8601)),
      ("last_observed_at", .text(run.lastObservedAt.iso8601)),
    ])
  }
}

import ArgumentParser
import EventLog
import Ingest

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the runs, oldest first.",
    discussion: """
      With --check nothing is listed: the exit code says whether the newest run is there, has \
      ended well, and is no older than --max-age.

      \(ExitCodes.help(ExitCodes.found, ExitCodes.noArchive, ExitCodes.damaged))
      """)

  @OptionGroup var reading: ReadingOptions

  @Flag(help: "Leave with 4 unless the newest run is as it should be.")
  var check = false

  @Option(
    help: ArgumentHelp(
      "The greatest age of the newest run, for example 90m, 26h or 2d.", valueName: "age"))
  var maxAge: Age?

  func validate() throws {
    if maxAge != nil, !check { throw ValidationError("--max-age goes with --check.") }
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    let runs = try log.read { (snapshot: borrowing Snapshot) in
      try check ? snapshot.runs() : snapshot.countedRuns()
    }
    .sorted { $0.firstSequence < $1.firstSequence }
    if check {
      let newest = RunCheck.newest(of: runs)
      let ending = try newest.flatMap { try RunEnding.of($0, in: log) }
      return try report(RunCheck(runs, ending: ending, maxAge: maxAge, now: .now()))
    }
    if reading.json {
      for run in runs {
        try StandardOutput.write(document(run, try RunEnding.of(run, in: log)).line)
      }
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
        "\(run.firstSequence)-\(run.lastSequence)",
        try RunEnding.of(run, in: log)?.words ?? state(run),
      ])
    }
    try table.print()
  }

  private func report(_ check: RunCheck) throws {
    if reading.json { try StandardOutput.write(check.document.line) }
    if check.findings.isEmpty { return }
    throw Finding(code: ExitCodes.found, message: check.findings.joined(separator: "; "))
  }

  private func state(_ run: RunRecord) -> String {
    if run.imported { return "imported" }
    if run.endSequence != nil { return "ended" }
    return run.startSequence != nil ? "not ended" : "captured"
  }

  private func document(_ run: RunRecord, _ ending: RunEnding?) -> JSONDocument {
    .object([
      ("run", .text(run.id.text)), ("state", .text(state(run))),
      ("outcome", .text(ending?.outcome)),
      ("categories", .array((ending?.categories ?? []).map { .text($0) })),
      ("first_sequence", .number(run.firstSequence)),
      ("last_sequence", .number(run.lastSequence)), ("events", .number(run.events)),
      ("responses", .number(run.responses)), ("failures", .number(run.failures)),
      ("first_observed_at", .text(run.firstObservedAt.iso8601)),
      ("last_observed_at", .text(run.lastObservedAt.iso8601)),
    ])
  }
}

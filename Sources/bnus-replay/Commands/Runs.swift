import ArgumentParser
import EventLog
import EventModel
import Ingest

struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the runs, oldest first; or check for a monitor that fetching goes well.",
    discussion: """
      EVENTS are OK (responses with a status of 2xx), ERRORS (other responses), NO RESPONSE, and the \
      run's own START/END. STATE is how a sync ended: done, partly done, failed, refused (the \
      credentials), interrupted; cut short, where it has no end because it was killed; running; ended, \
      where the end does not say how. Of runs that no sync made: imported (from saved bodies, HAR or \
      WARC), captured (JSON lines without a run's start). \
      left out stands behind a run that annotate omit has left out.

      With --check nothing is listed: status 4 says that the newest sync did not end well, that it ended longer \
      than --max-age ago, that a source which this archive has had was last fetched longer ago (account \
      data without credentials, a symbol that fails), or that a run is dated in the future. Imports do \
      not count.

      \(Examples.text(of: "runs"))

      \(ExitCodes.help(ExitCodes.found, ExitCodes.noArchive, ExitCodes.damaged))
      """)

  @OptionGroup var reading: ReadingOptions

  @Flag(help: "Exit with status 4 unless fetching goes well.")
  var check = false

  @Option(
    help: ArgumentHelp(
      "With --check, how long ago a sync may have ended well, for every source: 90m, 26h or 2d.",
      valueName: "age"))
  var maxAge: Age?

  @Option(help: ArgumentHelp("Only the newest N of them.", valueName: "n"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Only runs that were observed at this time or later: \(TimeArgument.shapes).", valueName: "time"))
  var since: String?

  func validate() throws {
    if maxAge != nil, !check { throw ValidationError("--max-age goes with --check.") }
    if check, limit != nil || since != nil {
      throw ValidationError("--limit and --since list runs; --check lists none.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
  }

  func run() throws {
    let earliest = try since.map { try TimeArgument.timestamp($0, of: "--since") }
    let log = try reading.archive.openForReading()
    if check {
      let now = Timestamp.now()
      return try report(
        RunCheck(
          try RunFacts(log, now: now, isBeingWritten: log.isBeingWritten).facts, maxAge: maxAge, now: now))
    }
    var runs = try log.read { (snapshot: borrowing Snapshot) in try snapshot.countedRuns() }
      .filter { run in earliest.map { run.lastObservedAt >= $0 } ?? true }
      .sorted { $0.firstSequence < $1.firstSequence }
    if let limit { runs = runs.suffix(limit) }
    let listing = try RunListing(runs, in: log)
    if reading.json { return try listing.write() }
    if runs.isEmpty {
      Terminal.say(earliest == nil ? "The archive holds no run yet." : "The archive holds no run since then.")
      return
    }
    try listing.print()
  }

  private func report(_ check: RunCheck) throws {
    if reading.json { try StandardOutput.write(check.document) }
    if check.findings.isEmpty { return }
    throw Finding(code: ExitCodes.found, message: check.findings.joined(separator: "; "))
  }
}

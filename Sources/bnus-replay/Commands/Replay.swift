import ArgumentParser
import EventLog
import Projections
import Replay
import Sinks

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring tables up to date with the archive, or rebuild them.",
    discussion: """
      Without --rebuild the file is caught up with the events that are new. No request is made.

      \(LogPoint.shapes)

      \(Examples.text(of: "replay"))

      \(ExitCodes.help(ExitCodes.found, ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(help: ArgumentHelp("The SQLite file.", valueName: "file.sqlite"))
  var to: Destination

  @Option(
    help: "Which version of the schema (default: the one that the file has, else \(SchemaChoice.latest)).")
  var schema: SchemaChoice?

  @Flag(help: "Build the file anew beside its place and swap it in when it is whole.")
  var rebuild = false

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("Only events up to this point.", valueName: "point"))
  var asOf: String?

  @Option(help: ArgumentHelp("Only these tables, with commas between.", valueName: "table,…"))
  var only: TableNames?

  @Option(help: "Threads to use. The tables are the same for any number.")
  var jobs = 2

  @Flag(help: "Exit with status 4 if anything was quarantined.")
  var strict = false

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1 up.") }
    if let unknown = only?.names.first(where: { !TableCatalogue.names.contains($0) }) {
      throw ValidationError(Nearest.unknownTable(unknown))
    }
  }

  func run() throws {
    let log = try reading.archive.openForReading()
    let through = try log.read { (snapshot: borrowing Snapshot) in
      try asOf.map { try LogPoint.sequence($0, in: snapshot) } ?? snapshot.lastSequence
    }
    let progress = ProgressLine("replay", isQuiet: reading.verbosity.quiet || reading.json)
    let schema = try schema?.schema ?? TablesReplay.schema(of: to)
    let outcome = try TablesReplay(
      destination: to, schema: schema, only: only?.names, jobs: jobs,
      mode: rebuild ? .rebuild : .catchUp
    ).run(of: log, through: through) { state in
      progress.show(
        done: state.sequence +| 1 -| state.first, of: state.through +| 1 -| state.first,
        detail:
          "\(Quantity.count(state.rows, "row")), \(Quantity.bytes(state.bytes)) of JSON, \(rate(state, progress))"
      )
    }
    progress.clear()
    let report = outcome.report
    if let reason = outcome.rebuiltBecause, !reading.verbosity.quiet {
      Terminal.say("\(to) was made anew instead of being caught up: \(reason)")
    }
    let summary = ReplaySummary(report, schema: schema.version.number, file: "\(to)")
    if reading.json {
      try StandardOutput.write(summary.document)
    } else if !reading.verbosity.quiet {
      try summary.print(milliseconds: progress.elapsedMilliseconds)
    }
    if strict, report.quarantined > 0 {
      throw Finding(
        code: ExitCodes.found,
        message:
          "\(report.quarantined) records or bodies were quarantined; SELECT * FROM _quarantine in \(to) names them"
      )
    }
  }

  private func rate(_ state: ReplayProgress, _ progress: ProgressLine) -> String {
    "\(Quantity.bytes(Int64(state.bytes) *| 1000 / progress.elapsedMilliseconds))/s"
  }
}

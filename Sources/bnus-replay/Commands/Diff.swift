import ArgumentParser
import Audit
import EventLog
import EventModel
import Projections
import Replay
import Sinks

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the rows that differ between two schemas, runs, points of the log, or files.",
    discussion: """
      A summary by table; the rows with --table or --json. Runs are compared by what they \
      received: an entry that only the first has counts as removed where the second sent the \
      same request. Points are compared by what was known then, as the views <table>_latest show it.

      \(LogPoint.shapes)

      \(Examples.text(of: "diff"))

      \(ExitCodes.help(ExitCodes.found, ExitCodes.noArchive, ExitCodes.damaged, ExitCodes.interrupted))
      """)

  @OptionGroup var reading: ReadingOptions

  @Flag(name: .customLong("schema"), help: "A and B are schemas.")
  var areSchemas = false

  @Flag(name: .customLong("run"), help: "A and B are runs: an id, a prefix of one, or latest.")
  var areRuns = false

  @Flag(name: .customLong("as-of"), help: "A and B are points: a sequence, a run or a time.")
  var arePoints = false

  @Option(help: "Compare this table alone, and list its rows.")
  var table: String?

  @Argument(help: "The left side; without a flag an SQLite file.")
  var a: String

  @Argument(help: "The right side.")
  var b: String

  func validate() throws {
    if [areSchemas, areRuns, arePoints].count(where: { $0 }) > 1 {
      throw ValidationError("--schema, --run and --as-of exclude each other.")
    }
    if let table, !TableCatalogue.names.contains(table) {
      throw ValidationError(Nearest.unknownTable(table))
    }
  }

  func run() throws {
    let scratch = ScratchReplay()
    let progress = ProgressLine("diff", isQuiet: reading.verbosity.quiet || reading.json)
    let plan = try plan(scratch, progress)
    let output = DiffOutput(isJSON: reading.json, listsRows: table != nil)
    let comparisons = try TablesDiff(plan).run(only: table) { name, rows in
      try Interruption.check()
      progress.show(done: 0, of: 0, detail: "\(name), \(Quantity.count(rows, "row"))")
    } _: { difference in
      progress.clear()
      try output.print(difference)
    }
    progress.clear()
    try output.print(comparisons)
    try StandardOutput.flush()
    let silent = comparisons.reduce(0) { $0 + $1.notRequestedAgain }
    if silent > 0, !reading.verbosity.quiet, !reading.json {
      Terminal.say(
        "\(Quantity.count(silent, "entry", "entries")) of run \(a) \(silent == 1 ? "was" : "were") not requested again in run \(b)"
      )
    }
    try Unreadable.finish(
      scratch.unreadable,
      finding: comparisons.allSatisfy(\.isEqual) ? nil : Finding(code: ExitCodes.found, message: nil))
  }

  private func plan(_ scratch: ScratchReplay, _ progress: ProgressLine) throws -> DiffPlan {
    if !areSchemas, !areRuns, !arePoints { return .files(try TablesReader.open(a), try TablesReader.open(b)) }
    let log = try reading.archive.openForReading()
    let only = table.map { [$0] }
    func tables(
      _ schema: Schema, through sequence: UInt64? = nil, runs: Set<RunID>? = nil
    ) throws -> TablesReader {
      let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
      return try scratch.tables(
        of: log, schema: schema, only: only, runs: runs, through: sequence ?? last
      ) {
        progress.show(done: $0.sequence, of: $0.through, detail: Quantity.count($0.rows, "row"))
      }
    }
    if areSchemas { return .schemas(try tables(schemaNamed(a)), try tables(schemaNamed(b))) }
    if arePoints {
      let points = try log.read { (snapshot: borrowing Snapshot) in
        (try LogPoint.sequence(a, in: snapshot), try LogPoint.sequence(b, in: snapshot))
      }
      return .points(
        try tables(TableCatalogue.latest, through: points.0),
        try tables(TableCatalogue.latest, through: points.1))
    }
    let runs = try log.read { (snapshot: borrowing Snapshot) in
      (try LogPoint.run(a, in: snapshot).id, try LogPoint.run(b, in: snapshot).id)
    }
    return .runs(runs.0.text, runs.1.text, in: try tables(TableCatalogue.latest, runs: [runs.0, runs.1]))
  }

  private func schemaNamed(_ name: String) throws -> Schema {
    guard let choice = SchemaChoice(argument: name) else {
      throw WrongUsage(
        "there is no schema \(name); the schemas are \(SchemaChoice.allValueStrings.joined(separator: ", "))")
    }
    return choice.schema
  }
}

/// Replays into tables that a command looks at and throws away. They have no name, so nothing stays behind however the
/// command ends.
struct ScratchReplay {
  private let damaged = DamagedResponses()

  /// The responses that are damaged and were passed over.
  var unreadable: [UnreadableEvent] {
    damaged.events.map { UnreadableEvent($0.sequence, $0.error) }
  }

  /// Replays the log up to an event, and gives the tables to read.
  ///
  /// - Parameters:
  ///   - only: these tables; nil for all.
  ///   - runs: the responses of these runs alone; nil for all.
  func tables(
    of log: EventLog, schema: Schema, only: [String]?, runs: Set<RunID>? = nil, through: UInt64,
    progress: (ReplayProgress) -> Void
  ) throws -> TablesReader {
    let sink = try ScratchTables.sink(of: schema, archive: log.archiveID)
    let plan = try ReplayPlan(
      schema: schema, only: only, runs: runs, damaged: damaged, through: through, jobs: 2, sink: sink)
    _ = try plan.run(of: log) { state in
      try Interruption.check()
      progress(state)
    }
    return TablesReader(over: sink)
  }
}

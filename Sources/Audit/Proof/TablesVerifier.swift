public import EventLog
import EventModel
import Projections
import Replay
import Sinks

/// Holds a tables file to the log: replays the log again, under the file's schema and as far as each table says it
/// has come, and compares what that gives with what the file says of itself and with the rows that are really in it.
///
/// Takes the same memory whatever the log's length.
public struct TablesVerifier {
  private let log: EventLog
  private let path: String

  /// A verification of the tables in the file `path`.
  public init(_ log: EventLog, file path: String) {
    self.log = log
    self.path = path
  }

  /// Compares everything, calling `progress` with the event that was replayed, and with the last one while rows are
  /// read. Throws where the file cannot be read at all, and `contradicted` where it is of another archive.
  public func verify(progress: (UInt64) throws -> Void) throws -> TablesReport {
    let stored = try TablesReader.open(path)
    try stored.holdStill()
    guard stored.archive == log.archiveID.hex else {
      throw AuditError.contradicted(
        "\(path) was made from archive \(stored.archive), this is archive \(log.archiveID)")
    }
    var report = TablesReport(file: path, schema: stored.schema.version.number)
    if let fault = try stored.structuralFault() {
      report.add("the file", "SQLite finds it damaged: \(fault)")
    }
    let entries = try known(stored, &report)
    let given = try replay(entries, of: stored.schema, progress)
    for (definition, entry) in entries {
      try progress(entry.position.through)
      let result = given.results[definition.schema.name] ?? DigestSink.Result()
      try compare(entry, with: result, &report)
      try compare(definition.schema, in: stored, with: result, &report) {
        try progress(entry.position.through)
      }
      report.tables.append(
        TablesReport.Table(
          name: entry.table, through: entry.position.through, rows: result.position.rows,
          digest: DigestSink.digest(result.runs)))
    }
    for difference in try stored.definitionDifferences()
      + stored.provenanceDifferences(from: given.provenance)
    {
      report.add(difference.table, difference.what)
    }
    return report
  }

  private typealias Entry = (definition: TableDefinition, stored: TablesReader.Entry)

  /// The tables of the schema that the file lists and the log reaches.
  private func known(_ stored: TablesReader, _ report: inout TablesReport) throws -> [Entry] {
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    let entries = try stored.listedTables()
    for entry in entries where stored.schema.table(named: entry.table) == nil {
      report.add(
        entry.table, "_replay lists it, and schema \(stored.schema.version.number) has no such table")
    }
    var known: [Entry] = []
    for definition in stored.schema.tables {
      let name = definition.schema.name
      guard let entry = entries.first(where: { $0.table == name }) else {
        report.add(name, "_replay does not list it")
        continue
      }
      guard entry.position.through <= last else {
        report.add(
          name, "_replay says it is complete through event \(entry.position.through), the log ends at \(last)"
        )
        continue
      }
      known.append((definition, entry))
    }
    return known
  }

  /// Tables that stand at the same event are replayed together.
  private func replay(
    _ entries: [Entry], of schema: Schema, _ progress: (UInt64) throws -> Void
  ) throws -> DigestSink {
    let sink = try DigestSink(log: log, schema: schema)
    for through in Set(entries.map(\.stored.position.through)).sorted() {
      let tables = entries.filter { $0.stored.position.through == through }.map(\.stored.table)
      sink.through = through
      let plan = try ReplayPlan(schema: schema, only: tables, through: through, jobs: 2, sink: sink)
      _ = try plan.run(of: log) { try progress($0.sequence) }
    }
    return sink
  }

  /// What `_replay` says of the table.
  private func compare(
    _ entry: TablesReader.Entry, with result: DigestSink.Result, _ report: inout TablesReport
  ) throws {
    let (says, gives) = (entry.position, result.position)
    let counts = [
      ("answers", says.responses, gives.responses), ("records", says.records, gives.records),
      ("rows_made", says.rowsMade, gives.rowsMade), ("rows", says.rows, gives.rows),
      ("superseded", says.superseded, gives.superseded), ("lost", says.lost, gives.lost),
      ("quarantined_records", says.recordFaults, gives.recordFaults),
      ("quarantined_bodies", says.bodyFaults, gives.bodyFaults), ("left_out", says.leftOut, gives.leftOut),
    ]
    for (name, said, given) in counts where said != given {
      report.add(entry.table, "_replay says \(name) \(said), the log gives \(given)")
    }
    if entry.digest != DigestSink.digest(result.runs).hex {
      report.add(entry.table, "the digest in _replay is not what the log gives")
    }
    let root =
      try says.through == 0
      ? nil
      : log.read { (snapshot: borrowing Snapshot) in try snapshot.treeRoot(size: says.through).hex }
    if entry.treeRoot != root {
      report.add(entry.table, "the tree root in _replay is not the log's at event \(says.through)")
    }
    if says.omitted != gives.omitted {
      report.add(entry.table, "other runs were left out of it than are left out at event \(says.through)")
    }
  }

  /// The rows that are there, and what `_run_rows` says of them.
  private func compare(
    _ table: TableSchema, in stored: TablesReader, with result: DigestSink.Result,
    _ report: inout TablesReport,
    tick: () throws -> Void
  ) throws {
    let found: [RunID: RunDigest]
    do throws(SinkError) {
      found = try stored.runDigests(of: table)
    } catch {
      guard case .failed = error else { throw error }
      report.add(table.name, "it cannot be read: \(error)")
      return
    }
    try tick()
    for run in Set(found.keys).union(result.runs.keys).sorted() {
      let (there, given) = (found[run], result.runs[run])
      guard there?.digest != given?.digest || (there?.rows ?? 0) != (given?.rows ?? 0) else { continue }
      if there == nil, given?.rows == 0 { continue }
      let (rows, givenRows) = (there?.rows ?? 0, given?.rows ?? 0)
      report.add(
        table.name, run: run,
        rows == givenRows
          ? "of its \(rows) rows some are not what the log gives"
          : "it has \(rows) rows, the log gives \(givenRows)")
    }
    var listed: Set<String> = []
    for listing in try stored.listedRuns(of: table) {
      listed.insert(listing.run)
      let run = RunID(listing.run)
      let given = run.flatMap { result.runs[$0] }
      if given?.digest.hex != listing.digest || given.map({ Int64($0.rows) }) != listing.rows {
        report.add(table.name, run: run, "what _run_rows says of it is not what the log gives")
      }
    }
    for run in result.runs.keys.sorted() where !listed.contains(run.text) {
      report.add(table.name, run: run, "_run_rows does not list it")
    }
  }
}

public import EventLog
public import EventModel
import Projections
import Replay
import Sinks

/// Verifies a tables file against the log: replays the log again, under the file's schema and as far as each table
/// claims to reach, and compares the result with what the file claims and with the rows that are in it.
///
/// Its memory does not depend on the log's length.
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
          name,
          "_replay states that it is complete through event \(entry.position.through), the log ends at \(last)"
        )
        continue
      }
      known.append((definition, entry))
    }
    return known
  }

  /// Replays tables that are at the same event together.
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

  /// Compares what `_replay` states about the table.
  private func compare(
    _ entry: TablesReader.Entry, with result: DigestSink.Result, _ report: inout TablesReport
  ) throws {
    let (stored, given) = (entry.position, result.position)
    let counts = [
      ("answers", stored.responses, given.responses), ("records", stored.records, given.records),
      ("rows_made", stored.rowsMade, given.rowsMade), ("rows", stored.rows, given.rows),
      ("superseded", stored.superseded, given.superseded), ("lost", stored.lost, given.lost),
      ("quarantined_records", stored.recordFaults, given.recordFaults),
      ("quarantined_bodies", stored.bodyFaults, given.bodyFaults),
      ("left_out", stored.leftOut, given.leftOut),
    ]
    for (name, stored, given) in counts where stored != given {
      report.add(entry.table, "_replay states \(name) \(stored), the log gives \(given)")
    }
    if entry.digest != DigestSink.digest(result.runs).hex {
      report.add(entry.table, "the digest in _replay is not what the log gives")
    }
    let root =
      try stored.through == 0
      ? nil
      : log.read { (snapshot: borrowing Snapshot) in try snapshot.treeRoot(size: stored.through).hex }
    if entry.treeRoot != root {
      report.add(entry.table, "the tree root in _replay is not the log's at event \(stored.through)")
    }
    if stored.omitted != given.omitted {
      report.add(entry.table, "the runs that it leaves out are not those left out at event \(stored.through)")
    }
  }

  /// Compares the rows that are there, and what `_run_rows` states about them.
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
          ? "some of its \(rows) rows are not what the log gives"
          : "it has \(rows) rows, the log gives \(givenRows)")
    }
    var listed: Set<String> = []
    for listing in try stored.listedRuns(of: table) {
      listed.insert(listing.run)
      let run = RunID(listing.run)
      let given = run.flatMap { result.runs[$0] }
      if given?.digest.hex != listing.digest || given.map({ Int64($0.rows) }) != listing.rows {
        report.add(table.name, run: run, "what _run_rows states about it is not what the log gives")
      }
    }
    for run in result.runs.keys.sorted() where !listed.contains(run.text) {
      report.add(table.name, run: run, "_run_rows does not list it")
    }
  }
}

/// The result of verifying a tables file.
public struct TablesReport: Sendable {
  /// A table as replayed from the log.
  public struct Table: Sendable {
    public let name: String
    /// The event through which the file claims to be complete.
    public let through: UInt64
    public let rows: Int
    public let digest: Digest
  }

  /// One difference between the file and the log.
  public struct Difference: Sendable, CustomStringConvertible {
    public let table: String
    /// The run it belongs to; nil where it belongs to none.
    public let run: RunID?
    /// A sentence's predicate: "its rows are not what the log gives".
    public let what: String

    public var description: String { "\(table)\(run.map { ", run \($0)" } ?? ""): \(what)" }
  }

  public let file: String
  public let schema: Int
  public internal(set) var tables: [Table] = []
  /// In the order of tables and runs; empty where the tables are exactly what the log gives.
  public internal(set) var differences: [Difference] = []

  init(file: String, schema: Int) {
    self.file = file
    self.schema = schema
  }

  mutating func add(_ table: String, run: RunID? = nil, _ what: String) {
    differences.append(Difference(table: table, run: run, what: what))
  }
}

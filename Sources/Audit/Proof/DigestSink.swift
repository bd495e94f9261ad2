import EventLog
import EventModel
import Projections
import Replay
import Sinks

/// A sink that keeps digests and no rows, so that a replay of any length takes the same memory.
///
/// What a replay cannot know without rows, the digest of a run whose keys came twice or out of order and what it lost,
/// it finds by replaying that run alone into tables that are thrown away.
final class DigestSink: TableSink {
  /// What a replay gave for a table.
  struct Result {
    var position = TablePosition.empty
    var runs: [RunID: RunDigest] = [:]
    /// Rows lost within a run; only a run in which a key came twice can lose any.
    var lost: [RunID: Int] = [:]
  }

  private let log: EventLog
  private let schema: Schema
  private var written: [String: Int] = [:]
  private(set) var results: [String: Result] = [:]
  /// What is to be known of answers and runs, as a replay writes it.
  let provenance: SQLiteSink

  init(log: EventLog, schema: Schema) throws(SinkError) {
    self.log = log
    self.schema = schema
    provenance = try ScratchTables.provenance(of: schema, archive: log.archiveID)
  }

  func position(of table: TableSchema) -> TablePosition { .empty }

  func begin() {}

  /// Says of every row that it is new; `close` sets that right from what is known of the runs.
  func write(_ batch: RowBatch) -> WriteReceipt {
    written[batch.table.name, default: 0] += batch.rowCount
    return WriteReceipt(inserted: batch.rowCount, lost: 0)
  }

  func note(_ note: AnswerNote) throws(SinkError) { try provenance.note(note) }

  func hasRun(_ run: RunID, in table: TableSchema) -> Bool { results[table.name]?.runs[run] != nil }

  func readDigest(of run: RunID, in table: TableSchema) throws(SinkError) -> RunDigest {
    do {
      let record = try log.read { (snapshot: borrowing Snapshot) in try snapshot.run(run) }
      guard let record else { throw AuditError.notFound("run \(run) has no record; run verify") }
      let sink = try ScratchTables.sink(
        table, of: schema, archive: log.archiveID, at: record.firstSequence -| 1)
      let plan = try ReplayPlan(
        schema: schema, only: [table.name], runs: [run], through: min(record.lastSequence, through), jobs: 1,
        sink: sink)
      let report = try plan.run(of: log, into: sink)
      results[table.name, default: Result()].lost[run] = report.tables.reduce(0) { $0 + $1.after.lost }
      return try sink.readDigest(of: run, in: table)
    } catch let error as SinkError {
      throw error
    } catch let error as EventLogError {
      throw .log(error)
    } catch {
      throw .failed(path: log.path, doing: "replaying run \(run) into \(table.name)", message: "\(error)")
    }
  }

  /// The last event of the replay under way.
  var through: UInt64 = 0

  func store(_ digest: RunDigest, in table: TableSchema) {
    results[table.name, default: Result()].runs[digest.run] = digest
  }

  func digest(of table: TableSchema) -> (rows: Int, digest: Digest) {
    (written[table.name] ?? 0, Self.digest(results[table.name]?.runs ?? [:]))
  }

  func close(_ table: TableSchema, at position: TablePosition, digest: Digest) {
    var position = position
    position.rows = results[table.name]?.runs.values.reduce(0) { $0 + $1.rows } ?? 0
    position.superseded = position.rowsMade - position.rows
    position.lost = results[table.name]?.lost.values.reduce(0, +) ?? 0
    results[table.name, default: Result()].position = position
  }

  func store(_ runs: [RunRecord]) throws(SinkError) { try provenance.store(runs) }

  func commit() {}

  /// A table's digest over its runs.
  static func digest(_ runs: [RunID: RunDigest]) -> Digest {
    RunDigest.table(runs.sorted { $0.key < $1.key }.map(\.value.digest))
  }
}

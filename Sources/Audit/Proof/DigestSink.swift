import EventLog
import EventModel
import Projections
import Replay
import Sinks

/// A sink that keeps digests and no rows, so that a replay of any length takes the same memory.
///
/// Two things cannot be known without rows: the digest of a run whose keys repeat or are out of order, and what it
/// lost. For these, that run alone is replayed into temporary tables.
final class DigestSink: TableSink {
  /// The result of a replay for a table.
  struct Result {
    var position = TablePosition.empty
    var runs: [RunID: RunDigest] = [:]
  }

  private let log: EventLog
  private let schema: Schema
  private(set) var results: [String: Result] = [:]
  /// What a replay records about responses and runs.
  let provenance: SQLiteSink

  init(log: EventLog, schema: Schema) throws(SinkError) {
    self.log = log
    self.schema = schema
    provenance = try ScratchTables.provenance(of: schema, archive: log.archiveID)
  }

  func state(of table: TableSchema) -> TableState { .empty }

  func begin() {}

  /// Reports every row as new; where it is not, the run is read again.
  func write(_ batch: RowBatch) -> WriteReceipt { WriteReceipt(inserted: batch.rowCount, lost: 0) }

  func note(_ note: ResponseNote) throws(SinkError) { try provenance.note(note) }

  func hasRun(_ run: RunID, in table: TableSchema) -> Bool { results[table.name]?.runs[run] != nil }

  func read(_ run: RunID, in table: TableSchema) throws(SinkError) -> RunReading {
    do {
      let record = try log.read { (snapshot: borrowing Snapshot) in try snapshot.run(run) }
      guard let record else { throw AuditError.notFound("run \(run) has no record; run verify") }
      let sink = try ScratchTables.sink(
        table, of: schema, archive: log.archiveID, at: record.firstSequence -| 1)
      let plan = try ReplayPlan(
        schema: schema, only: [table.name], runs: [run], through: min(record.lastSequence, through), jobs: 1,
        sink: sink)
      let after = try plan.run(of: log).tables[0].after
      return RunReading(
        try sink.read(run, in: table).digest, superseded: after.superseded, lost: after.lost)
    } catch let error as SinkError {
      throw error
    } catch let error as EventLogError {
      throw .source(error)
    } catch {
      throw .failed(
        destination: log.path, doing: "replaying run \(run) into \(table.name)", message: "\(error)")
    }
  }

  /// The last event of the current replay.
  var through: UInt64 = 0

  func store(_ digest: RunDigest, in table: TableSchema) {
    results[table.name, default: Result()].runs[digest.run] = digest
  }

  func storedDigests(of table: TableSchema) -> [RunDigest] {
    (results[table.name]?.runs ?? [:]).values.sorted { $0.run < $1.run }
  }

  func close(_ table: TableSchema, at position: TablePosition, digest: Digest) {
    results[table.name, default: Result()].position = position
  }

  func store(_ runs: [RunRecord]) throws(SinkError) { try provenance.store(runs) }

  func commit() {}

  /// A table's digest over its runs.
  static func digest(_ runs: [RunID: RunDigest]) -> Digest {
    RunDigest.table(runs.sorted { $0.key < $1.key }.map(\.value.digest))
  }
}

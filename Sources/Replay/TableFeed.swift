import BinanceUS
import EventLog
import EventModel
import Projections

/// Reads the log for some tables and gives their rows, response by response in log order.
///
/// All of a table's work but the writing happens here: reading, decompressing, parsing, mapping,
/// sorting, hashing. A feed owns its tables, so several feeds run side by side without
/// synchronisation.
final class TableFeed {
  private struct Table {
    let place: Int
    let definition: TableDefinition
    let projection: any Projection
    let after: UInt64
    let keyColumns: [Int]
    let pagingColumn: Int?
    var runs: RunFold
  }

  private struct Task {
    let sequence: UInt64
    let endpoint: Endpoint
    let table: Int
  }

  private static let partEvents: UInt64 = 4096

  private let log: EventLog
  private let through: UInt64
  private let onlyRuns: Set<RunID>?
  private let omitted: Omissions
  private let damaged: DamagedResponses?
  private let pool: BatchPool
  private var tables: [Table]
  private var reader = BodyReader()
  private var nextPart: UInt64
  private var tasks: [Task] = []
  private var nextTask = 0
  private var current: (sequence: UInt64, response: Response?) = (0, nil)

  init(
    log: EventLog, tables: [ReplayPlan.Table], reading: ReplayPlan.Reading, omitted: Omissions,
    pool: BatchPool
  ) {
    self.log = log
    through = reading.through
    onlyRuns = reading.runs
    self.omitted = omitted
    damaged = reading.damaged
    self.pool = pool
    self.tables = tables.map { table in
      let schema = table.definition.schema
      return Table(
        place: table.place, definition: table.definition, projection: table.definition.make(),
        after: table.position.through,
        keyColumns: schema.storedKey.dropFirst().compactMap { schema.index(of: $0) },
        pagingColumn: schema.nature.pagingColumn.flatMap { schema.index(of: $0) },
        runs: RunFold(schema))
    }
    nextPart = (tables.map(\.position.through).min() ?? through) +| 1
  }

  /// The rows of the next successful response for one of the tables; nil at the end.
  func next() throws -> ResponseRows? {
    while true {
      while nextTask < tasks.count {
        let task = tasks[nextTask]
        nextTask += 1
        if let rows = try rows(for: task) { return rows }
      }
      guard nextPart <= through else { return nil }
      try readPart()
    }
  }

  /// The runs still open at the end of the log, by table.
  func endRuns() -> [(table: Int, ended: RunFold.Ended)] {
    tables.indices.compactMap { index in
      tables[index].runs.end().map { (tables[index].place, $0) }
    }
  }

  private func readPart() throws {
    let last = min(through, nextPart +| Self.partEvents -| 1)
    tasks.removeAll(keepingCapacity: true)
    nextTask = 0
    for (index, table) in tables.enumerated() {
      let first = max(nextPart, table.after +| 1)
      guard first <= last else { continue }
      for endpoint in table.definition.reads {
        let sequences = try log.read { (snapshot: borrowing Snapshot) in
          try snapshot.sequences(endpoint: endpoint.path, from: first, through: last)
        }
        tasks += sequences.map { Task(sequence: $0, endpoint: endpoint, table: index) }
      }
    }
    tasks.sort { ($0.sequence, $0.table) < ($1.sequence, $1.table) }
    nextPart = last +| 1
  }

  private func rows(for task: Task) throws -> ResponseRows? {
    guard let response = try response(for: task) else { return nil }
    let batch = pool.take(for: tables[task.table].definition.schema)
    batch.reset(for: response)
    tables[task.table].projection.project(response, into: batch)
    try checkSum(of: batch, response: response)
    batch.sort(by: tables[task.table].keyColumns)
    let ended = tables[task.table].runs.add(batch, of: response.header.run)
    return ResponseRows(
      table: tables[task.table].place, response: response, batch: batch,
      lastID: lastID(in: batch, column: tables[task.table].pagingColumn), ended: ended)
  }

  /// The event's header and body, if it is a successful response; read once for all tables that want it.
  private func response(for task: Task) throws -> Response? {
    if current.sequence == task.sequence { return current.response }
    let (header, body) = try read(task.sequence)
    let response = header.flatMap { header in
      body.map { Response(header: header, endpoint: task.endpoint, body: $0) }
    }
    current = (task.sequence, response)
    return response
  }

  private func read(_ sequence: UInt64) throws -> (EventHeader?, BodyBuffer?) {
    try log.read { (snapshot: borrowing Snapshot) in
      do throws(EventLogError) {
        let header = try snapshot.header(of: sequence)
        guard header.isSuccess, onlyRuns?.contains(header.run) ?? true, !omitted.contains(header.run) else {
          return (header, nil)
        }
        if damaged != nil { return (header, try reader.verifiedBody(of: header, in: snapshot)) }
        return (header, try reader.body(of: header, in: snapshot))
      } catch {
        guard let damaged, case .damaged = error else { throw error }
        damaged.note(sequence, error)
        return (nil, nil)
      }
    }
  }

  private func checkSum(of batch: RowBatch, response: Response) throws(ReplayError) {
    let tally = batch.tally
    let accounted = batch.rowCount + tally.faults.count + tally.leftOutCount
    guard tally.records != accounted else { return }
    throw .accountingOpen(
      table: batch.table.name, sequence: response.header.sequence,
      detail: "\(tally.records) records, \(accounted) accounted for")
  }

  private func lastID(in batch: RowBatch, column: Int?) -> Int64? {
    guard let column else { return nil }
    return (0..<batch.rowCount).lazy.map { batch.row($0)[column] }.filter { $0.kind == .integer }.map(
      \.payload
    ).max()
  }
}

/// What one response gave one table, on its way to the sink.
struct ResponseRows {
  /// The table's place in the plan.
  let table: Int
  let response: Response
  let batch: RowBatch
  let lastID: Int64?
  /// The run whose rows ended before this response.
  let ended: RunFold.Ended?
}

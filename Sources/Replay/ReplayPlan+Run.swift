import BinanceUS
public import EventLog
import EventModel
import Projections

extension ReplayPlan {
  /// Brings the sink's tables up to the plan's end. Everything becomes visible at once when it returns; when it throws,
  /// the sink is as it was.
  ///
  /// - Parameter progress: called after each response.
  public func run(
    of log: EventLog, progress: (ReplayProgress) throws -> Void = { _ in }
  ) throws -> ReplayReport {
    var execution = try ReplayExecution(log: log, plan: self)
    return try execution.run(progress)
  }
}

/// A replay under way.
///
/// The same code whether the sink holds nothing or everything but the last run: catch-up and
/// rebuild differ in where they start and in nothing else.
private struct ReplayExecution {
  private let log: EventLog
  private let plan: ReplayPlan
  private var sink: any TableSink { plan.sink }
  /// The runs that are left out at the plan's end.
  private let omitted: Omissions
  private var positions: [TablePosition]
  private var leftOut: [[String: Int]]
  private var knownRuns: [Set<RunID>]
  private var toRead: [Set<RunID>]
  private var digests: [GrowingDigest] = []

  init(log: EventLog, plan: ReplayPlan) throws {
    self.log = log
    self.plan = plan
    // A run that is named is read though it is left out elsewhere.
    omitted = try log.read { (snapshot: borrowing Snapshot) in try snapshot.omissions(through: plan.through) }
      .except(plan.reading.runs ?? [])
    positions = plan.tables.map(\.position)
    leftOut = plan.tables.map { _ in [:] }
    knownRuns = plan.tables.map { _ in [] }
    toRead = plan.tables.map { _ in [] }
  }

  mutating func run(_ progress: (ReplayProgress) throws -> Void) throws -> ReplayReport {
    try checkStart()
    try sink.begin()
    digests = try plan.tables.map { GrowingDigest(of: try sink.state(of: $0.definition.schema)) }
    try applyResponses(progress)
    try storeRuns()
    let tables = try closeTables()
    try sink.commit()
    return ReplayReport(through: plan.through, tables: tables)
  }

  /// What the sink holds must be the log's own beginning, made without the same runs. Tables that are looked at once
  /// and thrown away hold nothing.
  private func checkStart() throws {
    guard plan.reading.runs == nil else { return }
    for table in plan.tables where table.position.through > 0 {
      let (name, position) = (table.definition.schema.name, table.position)
      let root = try log.read { (snapshot: borrowing Snapshot) in
        position.through <= snapshot.lastSequence ? try snapshot.treeRoot(size: position.through) : nil
      }
      guard position.treeRoot == root, root != nil else {
        throw ReplayError.otherBranch(table: name, through: position.through)
      }
      guard position.omitted == omitted.digest else { throw ReplayError.omissionsChanged(table: name) }
    }
  }

  private mutating func applyResponses(_ progress: (ReplayProgress) throws -> Void) throws {
    let pool = BatchPool()
    let merge = FeedMerge(log: log, plan: plan, omitted: omitted, pool: pool)
    var (rows, bytes) = (0, 0)
    do {
      while let next = try merge.next() {
        try apply(next)
        rows += next.batch.rowCount
        bytes = bytes +| Int(clamping: next.response.header.bodyBytes)
        pool.giveBack(next.batch)
        try progress(
          ReplayProgress(
            sequence: next.response.header.sequence, first: plan.first, through: plan.through,
            rows: rows, bytes: bytes))
      }
    } catch {
      merge.stop()
      throw error
    }
    for (table, ended) in merge.endedRuns { try end(ended, in: table) }
  }

  private mutating func apply(_ next: ResponseRows) throws {
    if let ended = next.ended { try end(ended, in: next.table) }
    let tally = next.batch.tally
    positions[next.table].responses += 1
    positions[next.table].bodyFaults += tally.bodyFault == nil ? 0 : 1
    positions[next.table].records += tally.records
    positions[next.table].recordFaults += tally.faults.count
    positions[next.table].leftOut += tally.leftOutCount
    leftOut[next.table].merge(tally.leftOut, uniquingKeysWith: +)
    if next.batch.rowCount > 0 { try write(next) }
    try sink.note(
      ResponseNote(
        table: next.batch.table, header: next.response.header,
        symbol: next.response.query.symbol ?? "",
        isWhole: next.batch.table.nature.isWhole(next.response.query), lastID: next.lastID, tally: tally))
  }

  private mutating func write(_ next: ResponseRows) throws {
    let run = next.response.header.run
    if knownRuns[next.table].insert(run).inserted, try sink.hasRun(run, in: next.batch.table) {
      toRead[next.table].insert(run)
    }
    let receipt = try sink.write(next.batch)
    let made = next.batch.rowCount
    positions[next.table].rowsMade += made
    positions[next.table].rows += receipt.inserted
    positions[next.table].superseded += made - receipt.inserted
    positions[next.table].lost += receipt.lost
  }

  /// Stores the digest of a run that ended; one that ended before is to be read whole.
  private mutating func end(_ ended: RunFold.Ended, in table: Int) throws {
    guard let digest = ended.digest, !toRead[table].contains(ended.run) else {
      toRead[table].insert(ended.run)
      return
    }
    try keep(digest, in: table)
    // Should the run go on later, its rows are in the table by then.
    knownRuns[table].remove(ended.run)
  }

  private mutating func keep(_ digest: RunDigest, in table: Int) throws {
    digests[table].add(digest)
    try sink.store(digest, in: plan.tables[table].definition.schema)
  }

  /// Reads runs whose digest is not known from the rows as they were made.
  private mutating func readRuns(of table: Int) throws {
    for run in toRead[table].sorted() {
      let reading = try sink.read(run, in: plan.tables[table].definition.schema)
      positions[table].rows -= reading.superseded
      positions[table].superseded += reading.superseded
      positions[table].lost += reading.lost
      try keep(reading.digest, in: table)
    }
  }

  /// Runs that have events since the tables' positions, as they stand at the plan's end.
  private func storeRuns() throws {
    let (first, through) = (plan.first, plan.through)
    guard first <= through else { return }
    let runs = try log.read { (snapshot: borrowing Snapshot) throws(EventLogError) in
      try snapshot.runs(from: first, through: through)
    }
    try sink.store(runs.filter { !omitted.contains($0.id) })
  }

  private mutating func closeTables() throws -> [ReplayReport.Table] {
    var reports: [ReplayReport.Table] = []
    let root = try log.read { (snapshot: borrowing Snapshot) in
      plan.through == 0 ? nil : try snapshot.treeRoot(size: plan.through)
    }
    for (index, table) in plan.tables.enumerated() {
      let schema = table.definition.schema
      try readRuns(of: index)
      positions[index].through = plan.through
      positions[index].treeRoot = root
      positions[index].omitted = omitted.digest
      let (rows, digest) = try digests[index].known ?? RunDigest.table(try sink.storedDigests(of: schema))
      guard rows == positions[index].rows, positions[index].isClosed else {
        throw ReplayError.accountingOpen(
          table: schema.name, sequence: nil,
          detail: "\(rows) rows by their runs, \(positions[index])")
      }
      if plan.first <= plan.through {
        try sink.close(schema, at: positions[index], digest: digest)
      }
      reports.append(
        ReplayReport.Table(
          name: schema.name, before: table.position, after: positions[index], digest: digest,
          leftOut: leftOut[index]))
    }
    return reports
  }
}

import BinanceUS
public import EventLog
import EventModel
import Projections

/// Finds rows by reading the log, newest responses first.
public struct RowSearch: ~Copyable {
  private let query: RowQuery
  private let log: EventLog
  private let events: EventRows
  private var walk: LogWalk

  public init(_ query: RowQuery, in log: EventLog) throws {
    self.query = query
    self.log = log
    events = EventRows(query)
    walk = try LogWalk(log, verifying: .digests, naming: Set([query.run].compactMap { $0 }))
  }

  /// Responses that could not be read: their content is not known.
  public var unreadable: [UnreadableEvent] { walk.unreadable }

  /// The row that the query names, as a replay would have it. Throws `notFound` where there is none, or where the key
  /// is not enough to identify one entry.
  public mutating func newest(
    progress: AuditProgress.Observer = { _ in }
  ) throws -> ExplainedRow {
    let query = query
    let runs = try runs()
    let events = UInt64(runs.reduce(0) { $0 + $1.responses.count })
    var (best, entries, done): (ExplainedRow?, [[RowValue]], UInt64) = (nil, [], 0)
    for run in runs {
      if let best, query.namesOneEntry, best.header.observedAt > run.lastObserved { break }
      let before = done
      let found = try rows(of: run.responses) { state in
        done = before +| state.done
        try progress(AuditProgress(done: done, events: events, bytes: state.bytes))
      }
      for row in found {
        let entry = query.entry(row.values)
        if !entries.contains(entry), entries.count < 4 { entries.append(entry) }
        if best.map({ $0.isOlder(than: row) }) ?? true { best = row }
      }
    }
    if entries.count > 1, !query.isWholeKey { throw query.ambiguous(entries) }
    guard let best else { throw query.nothing("the archive") }
    return best
  }

  /// The rows of one run's responses, for each key the one that was reported last: what a table keeps.
  private mutating func rows(
    of responses: [UInt64], progress: AuditProgress.Observer
  ) throws -> [ExplainedRow] {
    var places: [[RowValue]: Int] = [:]
    var rows: [ExplainedRow] = []
    let key = query.table.storedKey.compactMap { query.table.index(of: $0) }
    try look(at: responses, progress: progress) { row in
      let name = key.map { row.values[$0] }
      if let place = places[name] {
        rows[place] = row
      } else {
        places[name] = rows.count
        rows.append(row)
      }
    }
    return rows
  }

  /// The runs with successful responses that the table reads, the newest first.
  private mutating func runs() throws -> [(responses: [UInt64], lastObserved: Timestamp)] {
    var byRun: [RunID: (responses: [UInt64], lastObserved: Timestamp)] = [:]
    for header in try responses() where query.run.map({ $0 == header.run }) ?? true {
      var run = byRun[header.run] ?? ([], header.observedAt)
      run.responses.append(header.sequence)
      run.lastObserved = max(run.lastObserved, header.observedAt)
      byRun[header.run] = run
    }
    return byRun.sorted { ($0.value.lastObserved, $0.key) > ($1.value.lastObserved, $1.key) }.map(\.value)
  }

  /// Every row that the log has of the entry of `row`, by time of observation.
  public mutating func history(
    of row: ExplainedRow, progress: AuditProgress.Observer = { _ in }
  ) throws -> [ExplainedRow] {
    let query = query
    let entry = query.entry(row.values)
    var rows: [ExplainedRow] = []
    try look(at: try responses().map(\.sequence), progress: progress) {
      if query.entry($0.values) == entry { rows.append($0) }
    }
    return rows.sorted { $0.isOlder(than: $1) }
  }

  /// The successful responses that the table reads, in log order.
  private mutating func responses() throws -> [(sequence: UInt64, run: RunID, observedAt: Timestamp)] {
    let endpoints = query.definition.reads
    let sequences = try log.read { (snapshot: borrowing Snapshot) in
      try endpoints.flatMap { try snapshot.sequences(endpoint: $0.path) }.sorted()
    }
    var responses: [(sequence: UInt64, run: RunID, observedAt: Timestamp)] = []
    try walk.visit(sequences, wants: { _ in false }, progress: { _ in }) { header, _ in
      if header.isSuccess { responses.append((header.sequence, header.run, header.observedAt)) }
    }
    return responses
  }

  /// Calls `use` with the matching rows of some responses, whose sequences ascend.
  private mutating func look(
    at sequences: [UInt64], progress: AuditProgress.Observer, _ use: (ExplainedRow) -> Void
  ) throws {
    let (query, events) = (query, events)
    try walk.visit(sequences, wants: { events.reads($0) }, progress: progress) { header, body in
      guard let body, let batch = events.rows(of: header, body: body) else { return }
      for row in 0..<batch.rowCount where query.matches(row, of: batch) {
        use(try events.explained(row, of: batch, header, body))
      }
    }
  }
}

extension ExplainedRow {
  /// Whether it was observed before another, or recorded earlier in the log.
  func isOlder(than other: ExplainedRow) -> Bool {
    (header.observedAt, header.sequence, recordIndex) < (
      other.header.observedAt, other.header.sequence, other.recordIndex
    )
  }

  private var recordIndex: Int64 {
    if case .integer(let index)? = values.last { index } else { 0 }
  }
}

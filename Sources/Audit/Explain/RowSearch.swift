import BinanceUS
public import EventLog
import EventModel
import Projections

/// Finds rows by reading the log, newest answers first.
public struct RowSearch: ~Copyable {
  private let question: RowQuestion
  private let log: EventLog
  private let events: EventRows
  private var walk: LogWalk

  public init(_ question: RowQuestion, in log: EventLog) throws {
    self.question = question
    self.log = log
    events = EventRows(question)
    walk = try LogWalk(log, care: .digests, naming: Set([question.run].compactMap { $0 }))
  }

  /// Answers that could not be read: what they said is not known.
  public var unreadable: [UnreadableEvent] { walk.unreadable }

  /// The row that is asked about, as a replay would have it. Throws `notFound` where there is
  /// none, or where the key is not enough to name one entry.
  public mutating func newest(
    progress: AuditProgress.Observer = { _ in }
  ) throws -> ExplainedRow {
    let question = question
    let runs = try runs()
    let events = UInt64(runs.reduce(0) { $0 + $1.answers.count })
    var (best, entries, done): (ExplainedRow?, [[RowValue]], UInt64) = (nil, [], 0)
    for run in runs {
      if let best, question.namesOneEntry, best.header.observedAt > run.lastObserved { break }
      let before = done
      let found = try rows(of: run.answers) { state in
        done = before +| state.done
        try progress(AuditProgress(done: done, events: events, bytes: state.bytes))
      }
      for row in found {
        let entry = question.entry(row.values)
        if !entries.contains(entry), entries.count < 4 { entries.append(entry) }
        if best.map({ $0.isOlder(than: row) }) ?? true { best = row }
      }
    }
    if entries.count > 1, !question.isWholeKey { throw question.ambiguous(entries) }
    guard let best else { throw question.nothing("the archive") }
    return best
  }

  /// The rows of one run's answers, of each key the one that was told last: what a table keeps.
  private mutating func rows(
    of answers: [UInt64], progress: AuditProgress.Observer
  ) throws -> [ExplainedRow] {
    var places: [[RowValue]: Int] = [:]
    var rows: [ExplainedRow] = []
    let key = question.table.storedKey.compactMap { question.table.index(of: $0) }
    try look(at: answers, progress: progress) { row in
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

  /// The runs with good answers for the table, those that saw something last first.
  private mutating func runs() throws -> [(answers: [UInt64], lastObserved: Timestamp)] {
    var byRun: [RunID: (answers: [UInt64], lastObserved: Timestamp)] = [:]
    for header in try answers() where question.run.map({ $0 == header.run }) ?? true {
      var run = byRun[header.run] ?? ([], header.observedAt)
      run.answers.append(header.sequence)
      run.lastObserved = max(run.lastObserved, header.observedAt)
      byRun[header.run] = run
    }
    return byRun.sorted { ($0.value.lastObserved, $0.key) > ($1.value.lastObserved, $1.key) }.map(\.value)
  }

  /// Every row that the log has of the entry of `row`, by time of observation.
  public mutating func history(
    of row: ExplainedRow, progress: AuditProgress.Observer = { _ in }
  ) throws -> [ExplainedRow] {
    let question = question
    let entry = question.entry(row.values)
    var rows: [ExplainedRow] = []
    try look(at: try answers().map(\.sequence), progress: progress) {
      if question.entry($0.values) == entry { rows.append($0) }
    }
    return rows.sorted { $0.isOlder(than: $1) }
  }

  /// The good answers that the table reads, in log order.
  private mutating func answers() throws -> [(sequence: UInt64, run: RunID, observedAt: Timestamp)] {
    let endpoints = question.definition.reads
    let sequences = try log.read { (snapshot: borrowing Snapshot) in
      try endpoints.flatMap { try snapshot.sequences(endpoint: $0.path) }.sorted()
    }
    var answers: [(sequence: UInt64, run: RunID, observedAt: Timestamp)] = []
    try walk.visit(sequences, wants: { _ in false }, progress: { _ in }) { header, _ in
      if header.isSuccess { answers.append((header.sequence, header.run, header.observedAt)) }
    }
    return answers
  }

  /// Shows the rows that are asked about in some answers, whose sequences ascend.
  private mutating func look(
    at sequences: [UInt64], progress: AuditProgress.Observer, _ use: (ExplainedRow) -> Void
  ) throws {
    let (question, events) = (question, events)
    try walk.visit(sequences, wants: { events.reads($0) }, progress: progress) { header, body in
      guard let body, let batch = events.rows(of: header, body: body) else { return }
      for row in 0..<batch.rowCount where question.matches(row, of: batch) {
        use(try events.explained(row, of: batch, header, body))
      }
    }
  }
}

extension ExplainedRow {
  /// Observed before another, or told of earlier in the log.
  func isOlder(than other: ExplainedRow) -> Bool {
    (header.observedAt, header.sequence, recordIndex) < (
      other.header.observedAt, other.header.sequence, other.recordIndex
    )
  }

  private var recordIndex: Int64 {
    if case .integer(let index)? = values.last { index } else { 0 }
  }
}

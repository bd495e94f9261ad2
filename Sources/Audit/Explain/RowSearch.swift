import BinanceUS
public import EventLog
import Projections

/// Finds rows by reading the log, newest answers first.
public struct RowSearch: ~Copyable {
  /// What a search reports on its way.
  public struct Progress {
    /// Events looked at, and how many there are at the most.
    public let done: Int
    public let events: Int
  }

  /// Answers that could not be read, ascending: what they said is not known.
  public private(set) var unreadable: [UInt64] = []

  private static let windowEvents = 256
  private let question: RowQuestion
  private var events: EventRows

  public init(_ question: RowQuestion) {
    self.question = question
    events = EventRows(question)
  }

  /// The row that is asked about, as a replay would have it. Throws `notFound` where there is
  /// none, or where the key is not enough to name one entry.
  public mutating func newest(
    in log: EventLog, progress: (Progress) throws -> Void = { _ in }
  ) throws -> ExplainedRow {
    let question = question
    let runs = try runs(in: log)
    let events = runs.reduce(0) { $0 + $1.answers.count }
    var (best, entries, done): (ExplainedRow?, [[RowValue]], Int) = (nil, [], 0)
    for run in runs {
      if let best, question.namesOneEntry, best.header.observedAt > run.lastObserved { break }
      for row in try rows(of: run.answers, in: log) {
        let entry = question.entry(row.values)
        if !entries.contains(entry), entries.count < 4 { entries.append(entry) }
        if best.map({ $0.isOlder(than: row) }) ?? true { best = row }
      }
      done += run.answers.count
      try progress(Progress(done: done, events: events))
    }
    if entries.count > 1, !question.isWholeKey { throw question.ambiguous(entries) }
    guard let best else { throw question.nothing("the archive") }
    return best
  }

  /// The rows of one run's answers, of each key the one that was told last: what a table keeps.
  private mutating func rows(of answers: [UInt64], in log: EventLog) throws -> [ExplainedRow] {
    var places: [[RowValue]: Int] = [:]
    var rows: [ExplainedRow] = []
    let key = question.table.storedKey.compactMap { question.table.index(of: $0) }
    try look(at: answers, of: log) { row in
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
  private mutating func runs(
    in log: EventLog
  ) throws -> [(answers: [UInt64], lastObserved: Timestamp)] {
    var byRun: [RunID: (answers: [UInt64], lastObserved: Timestamp)] = [:]
    for header in try answers(in: log) where question.run.map({ $0 == header.run }) ?? true {
      var run = byRun[header.run] ?? ([], header.observedAt)
      run.answers.append(header.sequence)
      run.lastObserved = max(run.lastObserved, header.observedAt)
      byRun[header.run] = run
    }
    return byRun.sorted { ($0.value.lastObserved, $0.key) > ($1.value.lastObserved, $1.key) }.map(\.value)
  }

  /// Every row that the log has of the entry of `row`, by time of observation.
  public mutating func history(
    of row: ExplainedRow, in log: EventLog, progress: (Progress) throws -> Void = { _ in }
  ) throws -> [ExplainedRow] {
    let question = question
    let entry = question.entry(row.values)
    let answers = try answers(in: log).map(\.sequence)
    var (rows, done): ([ExplainedRow], Int) = ([], 0)
    while done < answers.count {
      let window = answers[done..<min(answers.count, done + Self.windowEvents)]
      try look(at: Array(window), of: log) { if question.entry($0.values) == entry { rows.append($0) } }
      done += window.count
      try progress(Progress(done: done, events: answers.count))
    }
    return rows.sorted { $0.isOlder(than: $1) }
  }

  /// The good answers that the table reads, in log order.
  private mutating func answers(
    in log: EventLog
  ) throws -> [(sequence: UInt64, run: RunID, observedAt: Timestamp)] {
    var answers: [(sequence: UInt64, run: RunID, observedAt: Timestamp)] = []
    try log.read { (snapshot: borrowing Snapshot) in
      for endpoint in question.definition.reads {
        for sequence in try snapshot.sequences(endpoint: endpoint.path) {
          do throws(EventLogError) {
            let header = try snapshot.header(of: sequence)
            if header.isSuccess { answers.append((sequence, header.run, header.observedAt)) }
          } catch {
            try pass(error, at: sequence)
          }
        }
      }
    }
    return answers.sorted { $0.sequence < $1.sequence }
  }

  /// Shows the rows that are asked about in some answers, whose sequences ascend.
  private mutating func look(
    at sequences: [UInt64], of log: EventLog, _ use: (ExplainedRow) -> Void
  ) throws {
    try log.read { (snapshot: borrowing Snapshot) in
      for sequence in sequences {
        var found: (header: EventHeader, batch: RowBatch, body: BodyBuffer)?
        do throws(EventLogError) {
          let header = try snapshot.header(of: sequence)
          if let (batch, body) = try events.rows(of: header, in: snapshot) { found = (header, batch, body) }
        } catch {
          try pass(error, at: sequence)
        }
        guard let (header, batch, body) = found else { continue }
        for row in 0..<batch.rowCount where question.matches(row, of: batch) {
          use(try events.explained(row, of: batch, header, body))
        }
      }
    }
  }

  /// A damaged event is noted, and the others are still answered.
  private mutating func pass(_ error: EventLogError, at sequence: UInt64) throws(EventLogError) {
    guard case .damaged = error else { throw error }
    if unreadable.last != sequence { unreadable.append(sequence) }
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

import BinanceUS
import EventLog
import EventModel
import Ingest

/// Reads from an archive what `RunCheck` goes by.
struct RunFacts {
  private let log: EventLog
  private let now: Timestamp
  private let isBeingWritten: Bool
  private var counted: [RunID: RunCheck.Run] = [:]
  private(set) var facts = RunCheck.Facts()

  /// - Parameter isBeingWritten: whether a run without an end may still be running.
  init(_ log: EventLog, now: Timestamp, isBeingWritten: Bool) throws {
    (self.log, self.now, self.isBeingWritten) = (log, now, isBeingWritten)
    let (all, omitted) = try log.read { (snapshot: borrowing Snapshot) in
      (try snapshot.runs(), try snapshot.omissions())
    }
    let records = all.filter { !omitted.contains($0.id) }
    var last: [(run: RunCheck.Run, sequence: UInt64)] = []
    for record in records {
      if record.isAhead(of: now) {
        facts.ahead.append((record.id, record.lastObservedAt))
      } else if let run = try run(record) {
        last.append((run, record.lastSequence))
        counted[record.id] = run
      } else {
        facts.hasImports = true
      }
    }
    last.sort { ($0.run.at, $0.sequence) < ($1.run.at, $1.sequence) }
    facts.runs = last.map(\.run)
    try readSources()
    try readFailures()
  }

  /// A run that a `sync` made on this archive; nil for what came from a file.
  private func run(_ record: RunRecord) throws -> RunCheck.Run? {
    guard !record.imported, let beginning = try RunBeginning.of(record, in: log) else { return nil }
    let sequence = record.endSequence ?? record.lastSequence
    let header = try log.read { (snapshot: borrowing Snapshot) in try snapshot.header(of: sequence) }
    guard let time = time(of: header) else { return nil }
    let ending: RunCheck.Run.Ending
    if record.endSequence != nil {
      ending = try RunEnding.of(record, in: log).map { .ended($0) } ?? .unsaid
    } else {
      ending = isBeingWritten ? .running : .cutShort
    }
    return RunCheck.Run(id: record.id, ending: ending, at: time, beginning: beginning)
  }

  /// When an event was, by its observation and at most by when the log took it; nil where the log took it so much later
  /// that it must have come from a file. An export that was imported as a whole kept its times, and is what it was.
  private func time(of header: EventHeader) -> Timestamp? {
    let slack = RunRecord.clockSlackMicroseconds
    let (delay, overflow) = header.appendedAt.microseconds.subtractingReportingOverflow(
      header.observedAt.microseconds)
    // A clock that once stood in the future left its time to every later append.
    let isTold =
      header.appendedAt.microseconds <= now.microseconds.addingReportingOverflow(slack).partialValue
    if isTold, overflow || delay > slack { return nil }
    return min(header.observedAt, header.appendedAt)
  }

  /// Of every source the newest successful response.
  private mutating func readSources() throws {
    for endpoint in Endpoint.fetched {
      guard let good = try newestGood(of: endpoint) else { continue }
      facts.sources.append(good)
    }
  }

  private func newestGood(of endpoint: Endpoint) throws -> RunCheck.Source? {
    let found: RunCheck.Source? = try log.read { (snapshot: borrowing Snapshot) in
      for sequence in try snapshot.sequences(endpoint: endpoint.path).reversed() {
        let header = try snapshot.header(of: sequence)
        guard let run = counted[header.run], let time = time(of: header),
          try isGood(header, in: snapshot)
        else { continue }
        return RunCheck.Source(
          endpoint: endpoint, run: run.id, at: run.isDone ? run.at : time, sequence: sequence)
      }
      return nil
    }
    // A run that was to walk histories and had no symbol to walk has nothing to show for it.
    guard let found, let idle = facts.runs.last(where: { $0.isDone && $0.beginning.walks(endpoint) }),
      idle.at > found.at
    else { return found }
    return RunCheck.Source(endpoint: endpoint, run: idle.id, at: idle.at, sequence: found.sequence)
  }

  private func isGood(_ header: EventHeader, in snapshot: borrowing Snapshot) throws -> Bool {
    guard header.isSuccess, !header.flags.contains(.bodyTruncated) else { return false }
    var reader = BodyReader()
    let body = Array(try reader.body(of: header.sequence, in: snapshot).bytes)
    return Verdict.of(status: header.status, body: body) == .success
  }

  /// What failed since the newest run that was whole and done, and has no successful response after that.
  private mutating func readFailures() throws {
    let whole = facts.runs.lastIndex { $0.isDone && $0.beginning.only == nil && $0.beginning.hasKey }
    let since = facts.runs[(whole.map { $0 + 1 } ?? 0)...]
    var found: [String: (runs: Int, newest: RunID)] = [:]
    for run in since {
      for source in Set(run.failed) { found[source] = ((found[source]?.runs ?? 0) + 1, run.id) }
    }
    for (source, failure) in found.sorted(by: { $0.key < $1.key })
    where try !wasFetched(source, after: failure.newest) {
      facts.failures.append(
        RunCheck.OpenFailure(source: source, runs: failure.runs, newest: failure.newest))
    }
  }

  /// Whether a source, such as `account` or `myTrades BTCUSDT`, has a successful response behind a run.
  private func wasFetched(_ source: String, after run: RunID) throws -> Bool {
    let words = source.split(separator: " ", maxSplits: 1)
    return try log.read { (snapshot: borrowing Snapshot) in
      guard let last = try snapshot.run(run)?.lastSequence else { return false }
      for endpoint in Endpoint.fetched where words.first.map(endpoint.wasPrinted(as:)) ?? false {
        for sequence in try snapshot.sequences(endpoint: endpoint.path, from: last +| 1) {
          let header = try snapshot.header(of: sequence)
          guard counted[header.run] != nil, try isGood(header, in: snapshot) else { continue }
          if words.count == 1 || CanonicalQuery(header.query).symbol == String(words[1]) { return true }
        }
      }
      return false
    }
  }
}

extension Endpoint {
  /// Whether a run's last event means it by a name: its own or, in those of version 0.1.0, the last words of its path, which
  /// two endpoints could share.
  fileprivate func wasPrinted(as name: Substring) -> Bool { self.name == name || path.hasSuffix("/\(name)") }
}

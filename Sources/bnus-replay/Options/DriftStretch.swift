import EventLog
import EventModel

/// The events that `drift --since` looks at: those behind a sequence or a time; or, of a run, its own and those of the
/// runs that were observed after it.
struct DriftStretch {
  /// The last event before them.
  let after: UInt64
  /// The runs whose events count; nil for all.
  private let runs: Set<RunID>?

  init(_ point: String, in snapshot: borrowing Snapshot, through last: UInt64, now: Timestamp = .now()) throws
  {
    guard
      let run = try point == "latest"
        ? LogPoint.run(point, in: snapshot, through: last) : LogPoint.runNamed(point, in: snapshot)
    else {
      after = try LogPoint.sequence(point, in: snapshot)
      runs = nil
      return
    }
    let later = try snapshot.runs().filter {
      !$0.isAhead(of: now)
        && ($0.lastObservedAt, $0.lastSequence) >= (run.lastObservedAt, run.lastSequence)
    }
    after = later.reduce(run.firstSequence) { min($0, $1.firstSequence) } -| 1
    runs = Set(later.map(\.id) + [run.id])
  }

  /// Whether an event is one of them.
  func contains(_ sequence: UInt64, in log: EventLog) throws -> Bool {
    guard sequence > after else { return false }
    guard let runs else { return true }
    return try log.read { (snapshot: borrowing Snapshot) in
      runs.contains(try snapshot.header(of: sequence).run)
    }
  }
}

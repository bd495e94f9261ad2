import Audit
import EventLog
import EventModel
import Projections
import Replay
import Sinks

/// Replays into tables that a command looks at and throws away. They have no name, so nothing stays behind however the
/// command ends.
struct ScratchReplay {
  private let damaged = DamagedAnswers()

  /// The answers that are damaged and were passed over.
  var unreadable: [UnreadableEvent] {
    damaged.events.map { UnreadableEvent($0.sequence, $0.error) }
  }

  /// Replays the log up to an event, and gives the tables to read.
  ///
  /// - Parameters:
  ///   - only: these tables; nil for all.
  ///   - runs: the answers of these runs alone; nil for all.
  func tables(
    of log: EventLog, schema: Schema, only: [String]?, runs: Set<RunID>? = nil, through: UInt64,
    progress: (ReplayProgress) -> Void
  ) throws -> TablesReader {
    let sink = try ScratchTables.sink(of: schema, archive: log.archiveID)
    let plan = try ReplayPlan(
      schema: schema, only: only, runs: runs, damaged: damaged, through: through, jobs: 2, sink: sink)
    _ = try plan.run(of: log, into: sink) { state in
      try Interruption.check()
      progress(state)
    }
    return TablesReader(over: sink)
  }
}

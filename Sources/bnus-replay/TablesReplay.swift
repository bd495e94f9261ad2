import EventLog
import Projections
import Replay
import Sinks

/// A replay of an archive into a destination, as `replay` and `sync --tables` do it.
struct TablesReplay {
  /// What a replay did.
  struct Outcome {
    let report: ReplayReport
    /// Why the tables were made anew where they were to be caught up; nil where they were not.
    let rebuiltBecause: String?
  }

  /// What a replay did, and how long it took.
  struct TimedSummary {
    let summary: ReplaySummary
    let milliseconds: Int64
  }

  let destination: Destination
  let schema: Schema
  let only: [String]?
  let jobs: Int
  let mode: Destination.Mode

  /// The schema under which a destination is caught up: its own. Where nothing of ours stands there it is the newest;
  /// what is something else is refused when it is opened to be written.
  static func schema(of destination: Destination) throws -> Schema {
    try destination.schema() ?? TableCatalogue.latest
  }

  /// Runs it. Where tables cannot be caught up because other runs are left out now, or because an older version laid
  /// them out, all of them that hold anything are made anew.
  func run(
    of log: EventLog, through sequence: UInt64, progress: (ReplayProgress) throws -> Void
  ) throws -> Outcome {
    let origin = Destination.Origin(archive: log.archiveID, schema: schema)
    let because: String
    do {
      let report = try replay(
        log, try destination.open(of: origin, mode: mode), only, sequence, progress)
      return Outcome(report: report, rebuiltBecause: nil)
    } catch ReplayError.omissionsChanged {
      because = "other runs are left out now"
    } catch SinkError.outdated(_, let layout) {
      because = "an older version wrote it (layout \(layout))"
    }
    let tables = try tablesToRebuild(through: sequence)
    let sink = try destination.open(of: origin, mode: .rebuild)
    let report = try replay(log, sink, tables, sequence, progress)
    return Outcome(report: report, rebuiltBecause: because)
  }

  private func replay(
    _ log: EventLog, _ sink: any TableSink, _ only: [String]?, _ sequence: UInt64,
    _ progress: (ReplayProgress) throws -> Void
  ) throws -> ReplayReport {
    let plan = try ReplayPlan(schema: schema, only: only, through: sequence, jobs: jobs, sink: sink)
    return try plan.run(of: log) { state in
      try Interruption.check()
      try progress(state)
    }
  }

  /// The tables that were requested and those that hold something, none of which may lose what it holds.
  private func tablesToRebuild(through sequence: UInt64) throws -> [String]? {
    var tables = Set(only ?? schema.tables.map(\.schema.name))
    for entry in try destination.positions() where entry.position.through > 0 {
      guard entry.position.through <= sequence else {
        throw ReplayError.beyond(
          table: entry.table, through: entry.position.through, requested: sequence)
      }
      tables.insert(entry.table)
    }
    return schema.tables.map(\.schema.name).filter(tables.contains)
  }
}

import EventLog
import Projections
import Sinks

/// A replay of an archive into a tables file, as `replay` and `sync --tables` do it.
struct TablesReplay {
  let file: String
  let schema: Schema
  let only: [String]?
  let jobs: Int
  let mode: TablesFile.Mode

  func run(
    of log: EventLog, through sequence: UInt64, progress: (ReplayProgress) throws -> Void
  ) throws -> ReplayReport {
    let origin = TablesFile.Origin(archive: log.archiveID, schema: schema) {
      (size) throws(SinkError) in
      try treeRoot(of: log, size: size)
    }
    let sink = try TablesFile.open(file, of: origin, mode: mode)
    let plan = try ReplayPlan(
      schema: schema, only: only, through: sequence, jobs: jobs, sink: sink)
    return try Projections.Replay.run(plan, of: log, into: sink) { state in
      try Interruption.check()
      try progress(state)
    }
  }

  private func treeRoot(of log: EventLog, size: UInt64) throws(SinkError) -> Digest? {
    if size == 0 { return nil }
    do {
      return try log.read { (snapshot: borrowing Snapshot) in try snapshot.treeRoot(size: size) }
    } catch {
      throw .failed(path: file, doing: "reading the tree root", message: "\(error)")
    }
  }
}

import EventLog
import Projections
import Replay
import Sinks
import TestKit

/// The tables of an archive.
enum Tables {
  static func make(of log: EventLog, in directory: TemporaryDirectory) throws -> SQLiteFile {
    let path = directory.file("tables.sqlite")
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    let origin = Destination.Origin(archive: log.archiveID, schema: TableCatalogue.latest)
    let sink = try TablesFile.open(path, of: origin, mode: .rebuild)
    let plan = try ReplayPlan(schema: TableCatalogue.latest, through: last, jobs: 1, sink: sink)
    _ = try plan.run(of: log)
    return try SQLiteFile(path)
  }
}

import EventLog
import EventModel
import Glibc
import Interchange

/// Writes the fixtures: five small runs of `sync` against the simulated exchange over HTTP as JSON
/// lines, one file a run.
///
/// Recording twice gives the same bytes: see docs/decisions/0006-fixtures-from-sync.md.
@main
enum RecordFixtures {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: record-fixtures DIRECTORY")
      exit(64)
    }
    let directory = CommandLine.arguments[1]
    let (synced, retold) = ("\(directory)/.synced", "\(directory)/.retold")
    defer { for path in [synced, retold] { remove(path) } }
    let recorder = try await RunRecorder.start(log: EventLog.open(at: synced, mode: .create))
    let log = try EventLog.open(at: retold, mode: .create)
    for run in FixtureRun.all {
      let id = try await recorder.record(run, into: log)
      try export(id, of: log, to: "\(directory)/\(run.name).jsonl")
    }
    log.close()
    await recorder.stop()
  }

  private static func remove(_ archive: String) {
    for name in ["data.mdb", "lock.mdb", "writer.lock"] { unlink("\(archive)/\(name)") }
    rmdir(archive)
  }

  private static func export(_ run: RunID, of log: EventLog, to path: String) throws {
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    guard let file = fopen(path, "w") else {
      throw InterchangeError.file(path: path, operation: "write", reason: String(cString: strerror(errno)))
    }
    let selection = EventSelection(runs: [run], through: last)
    let count = try EventExport.run(selection, of: log, as: JSONLinesFormat()) { line in
      fwrite(line, 1, line.count, file)
    }.written
    fclose(file)
    print("\(path): \(count) events")
  }
}

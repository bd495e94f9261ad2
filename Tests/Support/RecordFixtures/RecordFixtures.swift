import BinanceUS
import EventLog
import Glibc
import Interchange
import SimulatedExchange

/// Writes the fixtures: five small runs of the simulated exchange as JSON lines, one file a run.
///
/// Everything about them is drawn from one seed, so recording twice gives the same bytes.
@main
enum RecordFixtures {
  /// The moments of the runs: two eras long gone, and three days in a row of today's exchange.
  static let moments: [(name: String, time: SimulatedTime)] = [
    ("2021-04-17", SimulatedTime(2021, 4, 17, 16, 0, 0)),
    ("2022-11-21", SimulatedTime(2022, 11, 21, 6, 30, 0)),
    ("2026-09-20", SimulatedTime(2026, 9, 20, 12, 0, 0)),
    ("2026-09-21", SimulatedTime(2026, 9, 21, 12, 0, 0)),
    ("2026-09-22", SimulatedTime(2026, 9, 22, 12, 0, 0)),
  ]

  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: record-fixtures DIRECTORY")
      exit(64)
    }
    let directory = CommandLine.arguments[1]
    let scratch = "\(directory)/.recording"
    let log = try EventLog.open(at: scratch, mode: .create)
    defer {
      log.close()
      for name in ["data.mdb", "lock.mdb", "writer.lock"] { unlink("\(scratch)/\(name)") }
      rmdir(scratch)
    }
    var recorder = RunRecorder(world: SimulatedWorld(seed: 2026, scale: .small, account: .light))
    for (name, time) in moments {
      let run = try recorder.record(at: time, into: log)
      try export(run, of: log, to: "\(directory)/\(name).jsonl")
    }
  }

  private static func export(_ run: RunID, of log: EventLog, to path: String) throws {
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    guard let file = fopen(path, "w") else {
      throw InterchangeError.file(path: path, operation: "write", reason: String(cString: strerror(errno)))
    }
    let selection = JSONLinesExport.Selection(runs: [run], through: last)
    let count = try JSONLinesExport.run(selection, of: log) { line in
      fwrite(line, 1, line.count, file)
    }
    fclose(file)
    print("\(path): \(count) events")
  }
}

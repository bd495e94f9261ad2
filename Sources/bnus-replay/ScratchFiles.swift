import Audit
import EventLog
import Glibc
import Projections
import Sinks

/// Tables that a command makes to look at and throws away: files in a private directory under
/// `TMPDIR`, gone when the command ends.
final class ScratchFiles {
  private let directory: String
  private var count = 0
  private let damaged = DamagedAnswers()

  /// The answers that are damaged and were passed over.
  var unreadable: [UnreadableEvent] {
    damaged.events.map { UnreadableEvent(sequence: $0.sequence, reason: $0.reason) }
  }

  init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/bnus-replay-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandError("cannot make a directory in \(parent): \(String(cString: strerror(errno)))")
    }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for number in 0..<max(1, count) { unlink("\(directory)/\(number).sqlite") }
    rmdir(directory)
  }

  /// Replays the log up to an event, and opens what it gave.
  func replay(
    _ log: EventLog, schema: Schema, only: [String]?, runs: Set<RunID>? = nil, through: UInt64,
    progress: (ReplayProgress) -> Void
  ) throws -> TablesReader {
    let path = "\(directory)/\(count).sqlite"
    count += 1
    _ = try TablesReplay(
      file: path, schema: schema, only: only, jobs: 2, mode: .catchUp, runs: runs, damaged: damaged
    ).run(of: log, through: through, progress: progress)
    return try TablesReader.open(path)
  }
}

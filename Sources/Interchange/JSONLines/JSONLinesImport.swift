public import EventLog

/// Takes files of events as JSON lines into an archive.
///
/// A file is read twice: once to see that every line is an event and contradicts nothing in the
/// archive, then to append. So a file that is not what it claims leaves nothing behind.
public enum JSONLinesImport {
  /// Bodies appended in one transaction: large enough to share a sync, small enough for memory.
  private static let batchBytes = 8 << 20

  /// Imports one file. An event that is there already is not added again.
  ///
  /// - Parameters:
  ///   - path: a file that can be read twice.
  ///   - name: what errors call it, where that is not its path.
  ///   - progress: called with the number of lines done.
  public static func run(
    _ path: String, named name: String? = nil, into log: EventLog,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> ImportReport {
    let file = (path: path, name: name ?? path)
    try validate(file, against: log)
    var report = ImportReport()
    var batch: [NewEvent] = []
    var bytes = 0
    try forEachEvent(of: file) { event, line in
      batch.append(event)
      bytes += event.body.count
      guard bytes >= batchBytes || batch.count >= 1000 else { return }
      report.add(try log.append(contentsOf: batch))
      batch.removeAll(keepingCapacity: true)
      bytes = 0
      try progress(line)
    }
    report.add(try log.append(contentsOf: batch))
    return report
  }

  private static func validate(_ file: (path: String, name: String), against log: EventLog) throws {
    // By run and ordinal, so that an event contradicts no line before it either.
    var contents: [RunID: [UInt32: Digest]] = [:]
    try forEachEvent(of: file) { event, line in
      let digest: Digest
      do {
        digest = try log.read { (snapshot: borrowing Snapshot) in try snapshot.check(event) }
      } catch {
        throw InterchangeError.line(path: file.name, line: line, reason: "\(error)")
      }
      guard contents[event.run, default: [:]].updateValue(digest, forKey: event.ordinal) ?? digest == digest
      else {
        throw InterchangeError.line(
          path: file.name, line: line,
          reason: "run \(event.run) has another event \(event.ordinal) on a line before it")
      }
    }
  }

  private static func forEachEvent(
    of file: (path: String, name: String), _ use: (NewEvent, Int) throws -> Void
  ) throws {
    let lines = try LineReader.open(file.path)
    var parser = EventLineParser()
    while let line = try lines.next() {
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      let event: NewEvent
      do {
        event = try parser.event(line)
      } catch {
        throw InterchangeError.line(path: file.name, line: lines.lineNumber, reason: error.reason)
      }
      try use(event, lines.lineNumber)
    }
  }
}

public import EventLog

/// Takes files of events into an archive, whatever their format.
///
/// A file is read twice: once to see that every part is an event and contradicts nothing in the
/// archive, then to append. So a file that is not what it claims leaves nothing behind.
public enum EventsImport {
  /// Bodies appended in one transaction: large enough to share a sync, small enough for memory.
  private static let batchBytes = 8 << 20

  /// Imports one file of JSON lines, HAR or WARC; its first bytes tell which. An event that is
  /// there already is not added again.
  ///
  /// - Parameters:
  ///   - path: a file that can be read twice.
  ///   - name: what errors call it, where that is not its path.
  ///   - progress: called now and then with the number of parts whose events are in.
  public static func run(
    _ path: String, named name: String? = nil, into log: EventLog,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> ImportReport {
    let name = name ?? path
    switch try FileKind.recognise(path, name: name) {
    case .jsonLines: return try run(JSONLinesSource(path: path, name: name), into: log, progress)
    case .har: return try run(try HARSource.open(path, name: name), into: log, progress)
    case .warc: return try run(try WARCSource.open(path, name: name), into: log, progress)
    }
  }

  static func run(
    _ source: some EventSource, into log: EventLog, _ progress: (Int) throws -> Void
  ) throws -> ImportReport {
    if let archive = try validate(source, against: log, progress) { try log.become(archive) }
    var report = ImportReport()
    var batch: [NewEvent] = []
    var bytes = 0
    let found = try source.forEachEvent { event, part in
      batch.append(event)
      bytes += event.body.count
      guard bytes >= batchBytes || batch.count >= 1000 else { return }
      report.add(try log.append(contentsOf: batch))
      batch.removeAll(keepingCapacity: true)
      bytes = 0
      try progress(part.number)
    }
    report.add(try log.append(contentsOf: batch))
    report.leftOut = found.leftOut
    return report
  }

  /// Gives the archive that a whole export restores.
  private static func validate(
    _ source: some EventSource, against log: EventLog, _ progress: (Int) throws -> Void
  ) throws -> ArchiveID? {
    var archive: ArchiveID?
    // By run and ordinal, so that an event contradicts none before it either.
    var contents: [RunID: [UInt32: Digest]] = [:]
    _ = try source.forEachEvent { event, part in
      let digest: Digest
      do {
        digest = try log.read { (snapshot: borrowing Snapshot) in try snapshot.check(event) }
      } catch {
        throw InterchangeError.part(path: source.name, part: part.text, reason: "\(error)")
      }
      archive = archive ?? event.archive
      if part.number % 100 == 0 { try progress(0) }
      guard contents[event.run, default: [:]].updateValue(digest, forKey: event.ordinal) ?? digest == digest
      else {
        throw InterchangeError.part(
          path: source.name, part: part.text,
          reason: "run \(event.run) has another event \(event.ordinal) on a \(part.word) before it")
      }
    }
    return archive
  }
}

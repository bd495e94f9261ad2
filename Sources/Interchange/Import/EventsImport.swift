public import EventLog
import EventModel

/// Imports files of events of any format into an archive.
///
/// A file is read twice: once to check that every part is an event and contradicts nothing in the archive,
/// then to append. So nothing of an invalid file is imported.
public enum EventsImport {
  /// Bodies appended in one transaction: large enough to share a sync, small enough for memory.
  private static let batchBytes = 8 << 20

  /// Imports one file of JSON lines, HAR or WARC, recognised by its first bytes. An event that the archive holds is
  /// not added again: one of ours is recognised by its run and ordinal, a response that another program recorded by
  /// its request, time and bytes.
  ///
  /// - Parameters:
  ///   - path: a file that can be read twice.
  ///   - name: what errors call it, where that is not its path.
  ///   - latest: the latest time of an event that is not restored to its original place.
  ///   - progress: called now and then with the number of parts whose events are stored.
  public static func run(
    _ path: String, named name: String? = nil, into target: ImportTarget, latest: LatestTime = LatestTime(),
    progress: (Int) throws -> Void = { _ in }
  ) throws -> ImportReport {
    let name = name ?? path
    switch try FileKind.recognise(path, name: name) {
    case .jsonLines:
      do {
        return try run(JSONLinesSource(path: path, name: name), into: target, latest, progress)
      } catch let error as InterchangeError {
        if let body = SavedBody(path, named: name, latest: latest) { throw InterchangeError.savedBody(body) }
        throw error
      }
    case .har: return try run(try HARSource.open(path, name: name), into: target, latest, progress)
    case .warc: return try run(try WARCSource.open(path, name: name), into: target, latest, progress)
    }
  }

  /// Imports one file into an archive that is open for writing.
  public static func run(
    _ path: String, named name: String? = nil, into log: EventLog, latest: LatestTime = LatestTime(),
    progress: (Int) throws -> Void = { _ in }
  ) throws -> ImportReport {
    try run(path, named: name, into: ImportTarget(log), latest: latest, progress: progress)
  }

  private static func run(
    _ source: some EventSource, into target: ImportTarget, _ latest: LatestTime,
    _ progress: (Int) throws -> Void
  ) throws -> ImportReport {
    let existing = target.log
    var archive = try validate(source, against: existing, latest, progress)
    let log = try target.opened()
    if existing == nil, try log.read({ (snapshot: borrowing Snapshot) in snapshot.lastSequence }) > 0 {
      // Another process made the archive meanwhile and closed it.
      archive = try validate(source, against: log, latest, progress)
    }
    if let archive { try log.become(archive) }
    var report = ImportReport()
    var known = try KnownResponses(log)
    var batch: [NewEvent] = []
    var bytes = 0
    let found = try source.forEachEvent { event, part in
      if part.isForeign, try !known.take(event, in: log) {
        report.alreadyThere += 1
        return
      }
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

  /// Checks every event; the result is the archive that a whole export restores.
  private static func validate(
    _ source: some EventSource, against log: EventLog?, _ latest: LatestTime,
    _ progress: (Int) throws -> Void
  ) throws -> ArchiveID? {
    var archive: ArchiveID?
    var check = try ImportCheck(against: log, latest: latest)
    _ = try source.forEachEvent { event, part in
      do {
        try check.add(event, part)
      } catch let refusal as ImportCheck.Refusal {
        throw InterchangeError.part(path: source.name, part: part.text, reason: refusal.reason)
      }
      archive = archive ?? event.archive
      if part.number % 100 == 0 { try progress(0) }
    }
    return archive
  }
}

/// What an import added.
public struct ImportReport: Sendable {
  /// Events added.
  public private(set) var appended = 0
  /// Events that the archive held already.
  public internal(set) var alreadyThere = 0
  /// Parts of the file that are not responses of this API, by reason.
  public internal(set) var leftOut: [String: Int] = [:]

  public init() {}

  /// Counts what an append did.
  public mutating func add(_ receipt: AppendReceipt) {
    appended += receipt.appended
    alreadyThere += receipt.alreadyThere
  }
}

/// A file of events that can be read as often as wanted.
protocol EventSource {
  /// What errors call the file.
  var name: String { get }
  /// Calls `use` with every event and its place in the file ("line 7"). Throws what is wrong with the file.
  func forEachEvent(_ use: (NewEvent, FilePart) throws -> Void) throws -> SourceReport
}

/// What a source left out.
struct SourceReport {
  /// Parts that did not become events, by reason.
  var leftOut: [String: Int] = [:]

  mutating func leaveOut(_ reason: String) { leftOut[reason, default: 0] += 1 }
}

/// A place in a file, counted from 1.
struct FilePart {
  let word: String
  let number: Int
  /// Whether another program recorded it: then it has no run and ordinal, and is recognised by its content.
  var isForeign = false

  var text: String { "\(word) \(number)" }
}

public import EventLog

/// Takes files of events as JSON lines into an archive.
public enum JSONLinesImport {
  /// Imports one file, as `EventsImport` does.
  public static func run(
    _ path: String, named name: String? = nil, into log: EventLog,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> ImportReport {
    try EventsImport.run(JSONLinesSource(path: path, name: name ?? path), into: log, progress)
  }
}

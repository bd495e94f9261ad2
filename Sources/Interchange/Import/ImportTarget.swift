public import EventLog

/// The archive that an import fills. One that does not exist is made once the first file was checked, so that a failed
/// import leaves none behind.
public final class ImportTarget {
  private let path: String
  private let mapBytes: Int
  /// The archive, once there is one.
  private(set) var log: EventLog?

  /// Opens the archive at `path` for writing, where there is one.
  public init(path: String, mapBytes: Int = EventLog.defaultMapBytes) throws(EventLogError) {
    self.path = path
    self.mapBytes = mapBytes
    do throws(EventLogError) {
      log = try EventLog.open(at: path, mode: .readWrite, mapBytes: mapBytes)
    } catch .noArchive {
      log = nil
    }
  }

  /// An archive that is open for writing.
  public init(_ log: EventLog) {
    path = log.path
    mapBytes = EventLog.defaultMapBytes
    self.log = log
  }

  /// The archive, made where it does not exist.
  func opened() throws(EventLogError) -> EventLog {
    if let log { return log }
    let made = try EventLog.open(at: path, mode: .create, mapBytes: mapBytes)
    log = made
    return made
  }
}

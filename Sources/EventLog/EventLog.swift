import CLMDB
public import EventModel
import Synchronization

/// The log of all requests and responses: append-only, gapless, one writer, any number of readers.
///
/// An append is durable when it returns. A crash at any point leaves the log as it was before or after it.
public final class EventLog: Sendable {
  /// How an archive is opened.
  public enum Mode: Sendable, Hashable {
    /// For reading only, beside a writer or on a read-only medium.
    case readOnly
    /// For reading and appending; one process at a time.
    case readWrite
    /// As `readWrite`, making the archive where it does not exist.
    case create
    /// As `readOnly`, but damage that opening would refuse is left for `LogVerifier` to report.
    case verification

    var isReadOnly: Bool { self == .readOnly || self == .verification }
  }

  /// The path of the archive, as it was given when it was opened.
  public let path: String

  /// The archive's own id. It never changes once there is an event.
  public var archiveID: ArchiveID { identity.withLock { $0 } }

  private let mode: Mode
  private let identity: Mutex<ArchiveID>
  private let archive: Mutex<OpenArchive?>
  private let writer: Mutex<LogWriter>

  /// The size of the memory map when none is given: 1 TiB, sparse.
  public static let defaultMapBytes = 1 << 40

  /// Opens the archive in the directory `path`. `mapBytes` is the largest size it can grow to.
  public static func open(
    at path: String, mode: Mode, mapBytes: Int = defaultMapBytes
  ) throws(EventLogError) -> EventLog {
    try open(at: path, mode: mode, mapBytes: mapBytes, dependencies: LogDependencies())
  }

  static func open(
    at path: String, mode: Mode, mapBytes: Int = defaultMapBytes, dependencies: LogDependencies
  ) throws(EventLogError) -> EventLog {
    EventLog(try OpenArchive.open(at: path, mode: mode, mapBytes: mapBytes), mode, dependencies)
  }

  private init(_ archive: OpenArchive, _ mode: Mode, _ dependencies: LogDependencies) {
    path = archive.path
    identity = Mutex(archive.archiveID)
    self.mode = mode
    self.archive = Mutex(archive)
    writer = Mutex(LogWriter(dependencies))
  }

  deinit { close() }

  /// Appends one event and returns its sequence; durable on return.
  ///
  /// An event that the log holds already (same run, ordinal and content) is not added again: the result is its
  /// sequence. Other content under the same identity throws `identityConflict`.
  public func append(_ event: NewEvent) throws(EventLogError) -> UInt64 {
    let outcome = try append([event])
    guard let header = outcome.headers.first else { preconditionFailure("every event gets a header") }
    return header.sequence
  }

  /// Appends events as `append(contentsOf:)` does, and returns their headers as stored, in the same order.
  public func record(_ events: [NewEvent]) throws(EventLogError) -> [EventHeader] {
    try append(events).headers
  }

  /// Appends events in their order in one transaction, all or none; durable on return.
  public func append(contentsOf events: [NewEvent]) throws(EventLogError) -> AppendReceipt {
    try append(events).receipt
  }

  /// Gives an archive without events this id, to restore a whole export into it; durable on return.
  ///
  /// Throws `otherArchive` where there are events and the id is another.
  public func become(_ id: ArchiveID) throws(EventLogError) {
    let known = archiveID
    guard id != known else { return }
    guard !mode.isReadOnly else { throw .readOnly(path: path) }
    let archive = try current()
    try writer.withLock { writer throws(EventLogError) in
      try writer.rename(archive, known, to: id)
    }
    identity.withLock { $0 = id }
  }

  /// Stores a cursor under a name, replacing the one before; durable on return.
  public func store(_ cursor: Cursor, named name: String) throws(EventLogError) {
    guard !mode.isReadOnly else { throw .readOnly(path: path) }
    let archive = try current()
    try writer.withLock { writer throws(EventLogError) in
      try writer.store(cursor, named: name, in: archive)
    }
  }

  /// Runs `body` with the log as it is now. Occupies one of LMDB's 512 reader slots meanwhile.
  public func read<R: ~Copyable>(_ body: (borrowing Snapshot) throws -> R) throws -> R {
    let archive = try current()
    let snapshot = try Snapshot.begin(archive)
    return try body(snapshot)
  }

  /// Copies the archive, consistent and compacted, while others read and write.
  ///
  /// `directory` must not exist or be empty; it appears under its name only when the copy is complete and on disk.
  public func backup(to directory: String) throws(EventLogError) {
    let archive = try current()
    defer { withExtendedLifetime(archive) {} }
    try Backup.copy(archive, to: directory)
  }

  /// Whether a process is known to be writing the archive now.
  public var isBeingWritten: Bool { WriterLock.isHeld(in: path) }

  /// Closes the archive, once the reads in progress have ended. Closing twice does nothing.
  public func close() {
    archive.withLock { $0 = nil }
  }

  func current() throws(EventLogError) -> OpenArchive {
    guard let archive = archive.withLock({ $0 }) else { throw .closed(path: path) }
    return archive
  }

  private func append(_ events: [NewEvent]) throws(EventLogError) -> LogWriter.Outcome {
    guard !mode.isReadOnly else { throw .readOnly(path: path) }
    let archive = try current()
    return try writer.withLock { writer throws(EventLogError) in try writer.append(events, to: archive) }
  }
}

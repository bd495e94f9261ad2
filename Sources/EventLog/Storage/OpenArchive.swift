import CLMDB
import EventModel

/// An archive that is open: its environment, the handles of its databases, and what its `meta` says.
///
/// It closes when the last read or append that uses it has ended.
final class OpenArchive: Sendable {
  let environment: LMDBEnvironment
  let pages: CommittedPages
  let databases: Databases
  let archiveID: ArchiveID

  var path: String { environment.path }

  static func open(at path: String, mode: EventLog.Mode, mapBytes: Int) throws(EventLogError) -> OpenArchive {
    if mode == .create { try prepareDirectory(path) }
    guard let identity = try ArchiveFiles.identity(of: path) else { throw .noArchive(path: path) }
    guard mode == .create || ArchiveFiles.hasContent(ArchiveFiles.data, in: path) else {
      throw .noArchive(path: path)
    }
    try FileSystemKind.requireLocal(path)
    try ArchiveFiles.requireLockFiles(in: path)
    let claim = try OpenArchives.claim(identity, path: path)
    let lock: WriterLock? = mode.isReadOnly ? nil : try WriterLock.acquire(in: path)
    if mode == .create, !ArchiveFiles.hasContent(ArchiveFiles.data, in: path) {
      try NewArchive.make(in: path, mapBytes: mapBytes)
    }
    try makeLockFile(path, mode)
    let environment = try LMDBEnvironment.open(
      at: path, access: mode.isReadOnly ? .reading : .writing, mapBytes: mapBytes, claim: claim,
      writerLock: lock)
    return try OpenArchive(environment, mode)
  }

  private init(_ environment: consuming LMDBEnvironment, _ mode: EventLog.Mode) throws(EventLogError) {
    pages = try CommittedPages(environment, isWriter: !mode.isReadOnly)
    try OpeningCheck.checkPages(environment, pages, mode)
    let contents = try ArchiveContents.open(environment, mode)
    databases = contents.databases
    archiveID = contents.archiveID
    pages.use(databases)
    self.environment = environment
    if mode != .verification { try checkCounts() }
  }

  private func checkCounts() throws(EventLogError) {
    let (transaction, view) = try pages.beginReading(environment)
    defer { environment.endRead(transaction) }
    try OpeningCheck.checkCounts(
      TransactionView(handle: transaction, databases: databases, path: path, pages: view, isWriting: false))
  }

  private static func prepareDirectory(_ path: String) throws(EventLogError) {
    guard !ArchiveFiles.hasContent(ArchiveFiles.data, in: path) else { return }
    try ArchiveFiles.makeDirectory(path)
  }

  /// Makes LMDB's lock file where it is missing, private. A medium that cannot be written keeps its readers from none.
  private static func makeLockFile(_ path: String, _ mode: EventLog.Mode) throws(EventLogError) {
    do throws(EventLogError) {
      try ArchiveFiles.makePrivateFile(ArchiveFiles.lock, in: path)
    } catch .permission where mode.isReadOnly {
      return  // LMDB itself decides whether it can do without a lock file.
    }
  }
}

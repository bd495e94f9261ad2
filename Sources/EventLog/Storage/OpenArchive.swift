import CLMDB
import EventModel
import Files
import Platform
import Synchronization

/// An open archive: its environment, the handles of its databases, and the content of `meta`.
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

  /// Makes LMDB's lock file where it is missing, private. On a read-only medium readers do without.
  private static func makeLockFile(_ path: String, _ mode: EventLog.Mode) throws(EventLogError) {
    do throws(EventLogError) {
      try ArchiveFiles.makePrivateFile(ArchiveFiles.lock, in: path)
    } catch .permission where mode.isReadOnly {
      return  // LMDB itself decides whether it can do without a lock file.
    }
  }
}

/// The archives that this process has open.
///
/// LMDB does not notice when a process opens an environment twice, and then closing one drops the locks of the other.
enum OpenArchives {
  private static let identities = Mutex<Set<FileIdentity>>([])

  /// The right to have one archive open; returned at the end of its life.
  struct Claim: ~Copyable {
    private let identity: FileIdentity
    private let path: String

    fileprivate init(_ identity: FileIdentity, path: String) {
      self.identity = identity
      self.path = path
      ArchiveGuard.enter(path)
    }

    deinit {
      let identity = identity
      ArchiveGuard.leave(path)
      OpenArchives.identities.withLock { _ = $0.remove(identity) }
    }
  }

  static func claim(_ identity: FileIdentity, path: String) throws(EventLogError) -> Claim {
    guard identities.withLock({ $0.insert(identity).inserted }) else { throw .alreadyOpenHere(path: path) }
    return Claim(identity, path: path)
  }
}

/// The data file of a new archive: an empty LMDB environment, made beside its place and moved there once it is on disk.
///
/// LMDB makes a new environment with one write that it does not sync. A process that is killed during it, or a loss of
/// power before the first commit, would leave a file that LMDB treats as damaged.
enum NewArchive {
  /// Makes it in a directory that has none, or an empty one. The caller holds the writer's lock.
  static func make(in path: String, mapBytes: Int) throws(EventLogError) {
    let draft = try EventLogError.ofFiles { () throws(FilesError) in
      try Draft.make(for: FilePlace.inArchive(path, ArchiveFiles.data), company: .welcome)
    }
    try LMDBEnvironment.makeEmpty(file: draft.path, of: path, mapBytes: mapBytes)
    try EventLogError.ofFiles { () throws(FilesError) in
      try draft.sync()
      try draft.takePlace(.found)
    }
  }
}

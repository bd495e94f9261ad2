import CLMDB
import Files
import Platform
import SystemPackage

/// A consistent copy of an archive, made beside its final place and renamed when it is complete.
enum Backup {
  static func copy(_ archive: OpenArchive, to directory: String) throws(EventLogError) {
    let draft = try EventLogError.ofFiles { () throws(FilesError) in
      try DraftDirectory.make(for: directory, holding: [ArchiveFiles.data, ArchiveFiles.lock])
    }
    try FileSystemKind.requireLocal(draft.path)
    try checkPages(archive)
    try copyData(archive, to: draft)
    try verify(draft.path, of: archive.path)
    try EventLogError.ofFiles { () throws(FilesError) in try draft.takePlace() }
  }

  private static func copyData(_ archive: OpenArchive, to draft: DraftDirectory) throws(EventLogError) {
    let path = "\(draft.path)/\(ArchiveFiles.data)"
    let file = FileDescriptor(
      owning: try EventLogError.ofFiles { () throws(FilesError) in try draft.makeFile(ArchiveFiles.data) })
    let code = mdb_env_copyfd2(archive.environment.handle, file.number, UInt32(MDB_CP_COMPACT))
    try LMDBError.check(code, "copy the archive to", path)
    try file.sync(path)
  }

  /// Checks the pages first: LMDB copies by following them.
  private static func checkPages(_ archive: OpenArchive) throws(EventLogError) {
    let (transaction, view) = try archive.pages.beginReading(archive.environment)
    defer { archive.environment.endRead(transaction) }
    var check = try PageCheck(view)
    try check.checkUse(of: archive.databases)
    if let finding = check.findings.first { throw .damagedArchive(path: archive.path, what: finding) }
  }

  /// Verifies the whole copy: others are restored from a backup.
  private static func verify(_ copy: String, of path: String) throws(EventLogError) {
    defer { Names.discard("\(copy)/\(ArchiveFiles.lock)") }
    let log = try EventLog.open(at: copy, mode: .verification)
    defer { log.close() }
    let report: VerificationReport
    do {
      report = try LogVerifier(log).verify()
    } catch let error as EventLogError {
      throw error
    } catch {
      throw .system(operation: "verify the copy in", path: copy, errno: Errno.ioError.rawValue)
    }
    guard let damage = report.firstDamage else { return }
    if let sequence = damage.sequence { throw .damaged(sequence: sequence, what: damage.what) }
    throw .damagedArchive(path: path, what: damage.what)
  }
}

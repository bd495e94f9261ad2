import CLMDB
import Files
import Glibc

/// A consistent copy of an archive, made beside its final place and renamed when it is whole.
enum Backup {
  static func copy(_ archive: OpenArchive, to directory: String) throws(EventLogError) {
    let draft = try EventLogError.ofFiles { () throws(FilesError) in
      try DraftDirectory.make(for: directory, holding: [ArchiveFiles.data])
    }
    try FileSystemKind.requireLocal(draft.path)
    try copyData(archive, to: draft)
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
}

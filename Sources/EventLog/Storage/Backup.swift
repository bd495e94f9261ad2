import CLMDB
import Glibc

/// A consistent copy of an archive, made beside its final place and renamed when it is whole.
enum Backup {
  static func copy(_ archive: OpenArchive, to directory: String) throws(EventLogError) {
    try requireFree(directory)
    let parent = ArchiveFiles.parent(of: directory)
    let partial = "\(trimmed(directory)).partial-\(getpid())-\(ArchiveID.random().hex.prefix(8))"
    try ArchiveFiles.makePrivateDirectory(partial)
    do throws(EventLogError) {
      try FileSystemKind.requireLocal(partial)
      try copyData(archive, to: partial)
      try ArchiveFiles.sync(directory: partial)
      try put(partial, under: directory)
    } catch {
      unlink("\(partial)/\(ArchiveFiles.data)")
      rmdir(partial)
      throw error
    }
    try ArchiveFiles.sync(directory: parent)
  }

  private static func requireFree(_ directory: String) throws(EventLogError) {
    guard try ArchiveFiles.identity(of: directory) != nil else { return }
    guard try ArchiveFiles.names(in: directory).allSatisfy({ $0 == "." || $0 == ".." }) else {
      throw .backupTargetInUse(path: directory)
    }
  }

  private static func copyData(_ archive: OpenArchive, to directory: String) throws(EventLogError) {
    try ArchiveFiles.makePrivateFile(ArchiveFiles.data, in: directory)
    let path = "\(directory)/\(ArchiveFiles.data)"
    let file = try FileDescriptor.open(path, flags: O_WRONLY)
    let code = mdb_env_copyfd2(archive.environment.handle, file.number, UInt32(MDB_CP_COMPACT))
    try LMDBError.check(code, "copy the archive to", path)
    try file.sync(path)
  }

  /// Takes the place of an empty directory too.
  private static func put(_ partial: String, under directory: String) throws(EventLogError) {
    guard rename(partial, directory) == 0 else {
      if errno == ENOTEMPTY || errno == EEXIST { throw .backupTargetInUse(path: directory) }
      throw SystemError.error(for: errno, "rename a backup to", directory)
    }
  }

  private static func trimmed(_ path: String) -> String {
    var text = path[...]
    while text.count > 1, text.last == "/" { text = text.dropLast() }
    return String(text)
  }
}

import Glibc

/// A permission that lets other users write an archive, and so change what counts as recorded.
public struct ArchiveExposure: Equatable, Sendable, CustomStringConvertible {
  let path: String
  /// The owner, where that is another user; nil where the mode lets others write.
  let owner: UInt32?
  let mode: UInt32

  /// One sentence of what and where, and what to do.
  public var description: String {
    if let owner {
      return "\(path) belongs to user \(owner), who can change what is recorded; chown it to who runs this"
    }
    return
      "\(path) can be written by others (mode \(String(mode, radix: 8))), who could change what is recorded;"
      + " chmod go-w \(path)"
  }

  /// The first of the archive's directory and files that a user other than us and root can write; nil where there is
  /// none, or no archive.
  public static func find(in directory: String) -> ArchiveExposure? {
    let files = [ArchiveFiles.data, ArchiveFiles.lock, ArchiveFiles.writerLock].map { "\(directory)/\($0)" }
    for path in [directory] + files {
      var status = stat()
      guard stat(path, &status) == 0 else { continue }
      let mode = UInt32(status.st_mode & 0o7777)
      if mode & 0o022 != 0 { return ArchiveExposure(path: path, owner: nil, mode: mode) }
      if status.st_uid != 0, status.st_uid != geteuid() {
        return ArchiveExposure(path: path, owner: status.st_uid, mode: mode)
      }
    }
    return nil
  }
}

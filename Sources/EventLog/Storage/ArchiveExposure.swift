import Platform

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
      guard let status = FileStatus.find(path) else { continue }
      if status.mode & 0o022 != 0 { return ArchiveExposure(path: path, owner: nil, mode: status.mode) }
      if status.owner != 0, status.owner != Environment.user {
        return ArchiveExposure(path: path, owner: status.owner, mode: status.mode)
      }
    }
    return nil
  }
}

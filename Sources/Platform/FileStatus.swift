import Glibc
public import SystemPackage

/// Device and inode: the same for every name of a file or directory.
public struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
}

/// What stands under a name, or is open.
public struct FileStatus: Sendable {
  /// What kinds of thing there are.
  public enum Kind: Sendable {
    case regular, directory, link, disk
    /// A FIFO, a socket or a character device: written as it comes, and never replaced.
    case stream
  }

  public let identity: FileIdentity
  public let kind: Kind
  /// Whether it is a pipe, with a name or without.
  public let isPipe: Bool
  public let owner: UInt32
  /// The permissions alone.
  public let mode: UInt32
  public let bytes: Int
  /// What the disk keeps for it.
  public let allocatedBytes: UInt64
  /// How many names it has.
  public let links: Int
  /// When it was written last: seconds since 1970, and nanoseconds of the second.
  public let modified: (seconds: Int64, nanoseconds: Int64)

  private init(_ status: stat) {
    identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    let format = status.st_mode & S_IFMT
    kind =
      switch format {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFBLK: .disk
      default: .stream
      }
    isPipe = format == S_IFIFO
    owner = status.st_uid
    mode = UInt32(status.st_mode & 0o777)
    bytes = Int(status.st_size)
    allocatedBytes = UInt64(clamping: status.st_blocks) *| 512
    links = Int(status.st_nlink)
    modified = (Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec))
  }

  /// What an open descriptor leads to.
  public static func of(_ descriptor: CInt) throws(Errno) -> FileStatus {
    var status = stat()
    return try make(fstat(descriptor, &status), &status)
  }

  /// What a path leads to, through symbolic links.
  public static func of(_ path: String) throws(Errno) -> FileStatus {
    var status = stat()
    return try make(stat(path, &status), &status)
  }

  /// What stands under a path itself, a link where it is one.
  public static func ofLink(_ path: String) throws(Errno) -> FileStatus {
    var status = stat()
    return try make(lstat(path, &status), &status)
  }

  /// What stands under a name in an open directory; links are followed where `through` says so.
  public static func of(
    _ name: String, in directory: CInt, links through: Links
  ) throws(Errno) -> FileStatus {
    var status = stat()
    let flags = through == .followed ? 0 : AT_SYMLINK_NOFOLLOW
    return try make(fstatat(directory, name, &status, flags), &status)
  }

  /// What becomes of a symbolic link.
  public enum Links: Sendable {
    case followed, kept
  }

  /// What a path leads to; nil where that is nothing, or the system does not say.
  public static func find(_ path: String) -> FileStatus? {
    do throws(Errno) { return try of(path) } catch { return nil }
  }

  /// Whether anything has a name, also a link that leads to nothing.
  public static func isNamed(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func make(_ result: CInt, _ status: inout stat) throws(Errno) -> FileStatus {
    guard result == 0 else { throw Errno.last }
    return FileStatus(status)
  }
}

import Glibc

/// Device and inode: the same for every name of a file or directory.
public struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}

/// The status of a file, directory or link.
struct FileStatus: Sendable {
  enum Kind: Sendable {
    case regular, directory, link, disk
    /// A FIFO, a socket or a character device: written directly, and never replaced.
    case stream
  }

  let identity: FileIdentity
  let kind: Kind
  let owner: UInt32
  /// The permission bits.
  let mode: UInt32
  let bytes: Int
  /// How many names the file has.
  let links: Int

  init(_ status: stat) {
    identity = FileIdentity(status)
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFBLK: .disk
      default: .stream
      }
    owner = status.st_uid
    mode = UInt32(status.st_mode & 0o777)
    bytes = Int(status.st_size)
    links = Int(status.st_nlink)
  }

  /// The status of an open descriptor.
  static func of(descriptor: CInt, path: String) throws(FilesError) -> FileStatus {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last("look at", path) }
    return FileStatus(status)
  }

  /// The status of a path, through symbolic links; nil where it does not exist.
  static func behind(_ path: String) throws(FilesError) -> FileStatus? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw .last("look at", path) }
      return nil
    }
    return FileStatus(status)
  }
}

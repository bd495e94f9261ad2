import Files
import Glibc

/// The files of an archive's directory: created private, and synced.
enum ArchiveFiles {
  static let data = ArchiveGuard.data
  static let lock = ArchiveGuard.lock
  static let writerLock = ArchiveGuard.writerLock

  /// What a directory may contain and still become a new archive.
  private static let harmless: Set<String> = [".", "..", data, lock, writerLock, "lost+found"]

  /// Device and inode: the same for every path that leads to a directory.
  struct Identity: Hashable {
    let device: UInt
    let inode: UInt
  }

  /// The identity of the directory at `path`, or nil when nothing is there.
  static func identity(of path: String) throws(EventLogError) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw SystemError.error(for: errno, "look at", path) }
      return nil
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .notADirectory(path: path) }
    return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }

  /// True when `name` is a file with something in it.
  static func hasContent(_ name: String, in directory: String) -> Bool {
    var status = stat()
    return stat("\(directory)/\(name)", &status) == 0 && status.st_size > 0
  }

  /// Makes the directory and its parents, itself with mode 0700. One that exists must contain no other files.
  static func makeDirectory(_ path: String) throws(EventLogError) {
    try EventLogError.ofFiles { () throws(FilesError) in try ArchiveGuard.check(directoryOf: path) }
    guard try identity(of: path) == nil else {
      guard try isFree(path) else { throw .directoryInUse(path: path) }
      try SystemError.check(chmod(path, 0o700), "make private", path)
      return
    }
    let parent = parent(of: path)
    if try identity(of: parent) == nil {
      try makeParents(parent)
    }
    try FileSystemKind.requireLocal(parent)
    try SystemError.check(mkdir(path, 0o700), "make", path)
    // Whatever the umask.
    try SystemError.check(chmod(path, 0o700), "make private", path)
    try sync(directory: parent)
  }

  /// Creates the file with mode 0600 where it does not exist, so that it has that mode whatever the umask.
  static func makePrivateFile(_ name: String, in directory: String) throws(EventLogError) {
    let path = "\(directory)/\(name)"
    let number = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard number >= 0 else {
      if errno == EEXIST { return }
      throw SystemError.error(for: errno, "make", path)
    }
    defer { close(number) }
    try SystemError.check(fchmod(number, 0o600), "make private", path)
  }

  /// Syncs the directory's entries.
  static func sync(directory path: String) throws(EventLogError) {
    try FileDescriptor.open(path, flags: O_RDONLY | O_DIRECTORY).sync(path)
  }

  /// Refuses lock files that would be written through: a link, or a file that is not a lock.
  static func requireLockFiles(in directory: String) throws(EventLogError) {
    for name in [lock, writerLock] {
      let path = "\(directory)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      guard status.st_mode & S_IFMT == S_IFREG else { throw .foreignLock(path: path) }
    }
    let path = "\(directory)/\(lock)"
    let number = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    // LMDB itself reports a file that is missing or cannot be read.
    guard number >= 0 else { return }
    defer { close(number) }
    var mark: UInt32 = 0
    guard pread(number, &mark, 4, 0) <= 0 || mark == 0 || UInt32(littleEndian: mark) == 0xBEEF_C0DE else {
      throw .foreignLock(path: path)
    }
  }

  /// The directory that `path` lies in.
  static func parent(of path: String) -> String {
    var bytes = path.utf8[...]
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == bytes.startIndex ? "/" : String(bytes[..<slash]) ?? "."
  }

  /// The names in a directory.
  static func names(in path: String) throws(EventLogError) -> [String] {
    guard let directory = opendir(path) else { throw SystemError.error(for: errno, "list", path) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  private static func isFree(_ path: String) throws(EventLogError) -> Bool {
    try names(in: path).allSatisfy { harmless.contains($0) || Draft.isName($0, ofDraftFor: data) }
  }

  private static func makeParents(_ path: String) throws(EventLogError) {
    let parent = parent(of: path)
    if try identity(of: parent) == nil { try makeParents(parent) }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw SystemError.error(for: errno, "make", path)
    }
    try sync(directory: parent)
  }
}

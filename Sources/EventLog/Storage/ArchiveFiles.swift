import Files
import Platform
import SystemPackage

/// The files of an archive's directory: created private, and synced.
enum ArchiveFiles {
  static let data = ArchiveGuard.data
  static let lock = ArchiveGuard.lock
  static let writerLock = ArchiveGuard.writerLock

  /// What a directory may contain and still become a new archive.
  private static let harmless: Set<String> = [data, lock, writerLock, "lost+found"]

  /// The identity of the directory at `path`, or nil when nothing is there.
  static func identity(of path: String) throws(EventLogError) -> FileIdentity? {
    let status: FileStatus
    do throws(Errno) {
      status = try FileStatus.of(path)
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw SystemError.error(for: error, "look at", path)
    }
    guard status.kind == .directory else { throw .notADirectory(path: path) }
    return status.identity
  }

  /// True when `name` is a file with something in it.
  static func hasContent(_ name: String, in directory: String) -> Bool {
    (FileStatus.find("\(directory)/\(name)")?.bytes ?? 0) > 0
  }

  /// Makes the directory and its parents, itself with mode 0700. One that exists must contain no other files.
  static func makeDirectory(_ path: String) throws(EventLogError) {
    try EventLogError.ofFiles { () throws(FilesError) in try ArchiveGuard.check(directoryOf: path) }
    guard try identity(of: path) == nil else {
      guard try isFree(path) else { throw .directoryInUse(path: path) }
      return try makePrivate(path)
    }
    let parent = parent(of: path)
    if try identity(of: parent) == nil {
      try makeParents(parent)
    }
    try FileSystemKind.requireLocal(parent)
    try SystemError.check("make", path) { () throws(Errno) in try Names.makeDirectory(path, mode: 0o700) }
    // Whatever the umask.
    try makePrivate(path)
    try sync(directory: parent)
  }

  private static func makePrivate(_ path: String) throws(EventLogError) {
    try SystemError.check("make private", path) { () throws(Errno) in try Names.setMode(path, to: 0o700) }
  }

  /// Creates the file with mode 0600 where it does not exist, so that it has that mode whatever the umask.
  static func makePrivateFile(_ name: String, in directory: String) throws(EventLogError) {
    let path = "\(directory)/\(name)"
    let number: CInt
    do throws(Errno) {
      number = try OpenFile.open(path, [.both, .new])
    } catch .fileExists {
      return
    } catch {
      throw SystemError.error(for: error, "make", path)
    }
    defer { OpenFile.close(number) }
    try SystemError.check("make private", path) { () throws(Errno) in try OpenFile.setMode(number, to: 0o600)
    }
  }

  /// Syncs the directory's entries.
  static func sync(directory path: String) throws(EventLogError) {
    try FileDescriptor.open(path, .directory).sync(path)
  }

  /// Refuses lock files that would be written through: a link, or a file that is not a lock.
  static func requireLockFiles(in directory: String) throws(EventLogError) {
    for name in [lock, writerLock] {
      let path = "\(directory)/\(name)"
      let status: FileStatus
      do throws(Errno) { status = try FileStatus.ofLink(path) } catch { continue }
      guard status.kind == .regular else { throw .foreignLock(path: path) }
    }
    let path = "\(directory)/\(lock)"
    let number: CInt
    // LMDB itself reports a file that is missing or cannot be read.
    do throws(Errno) { number = try OpenFile.open(path, [.noLink, .noWaiting]) } catch { return }
    defer { OpenFile.close(number) }
    let isEmpty = FileStatus.find(path)?.bytes == 0
    guard isEmpty || [0, 0xBEEF_C0DE].contains(OpenFile.mark(number, at: 0)) else {
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
    try SystemError.check("list", path) { () throws(Errno) in
      let directory = try OpenFile.open(path, .directory)
      defer { OpenFile.close(directory) }
      return try Names.list(directory)
    }
  }

  private static func isFree(_ path: String) throws(EventLogError) -> Bool {
    try names(in: path).allSatisfy { harmless.contains($0) || Draft.isName($0, ofDraftFor: data) }
  }

  private static func makeParents(_ path: String) throws(EventLogError) {
    let parent = parent(of: path)
    if try identity(of: parent) == nil { try makeParents(parent) }
    do throws(Errno) {
      try Names.makeDirectory(path, mode: 0o777)
    } catch .fileExists {
      // Another process made it.
    } catch {
      throw SystemError.error(for: error, "make", path)
    }
    try sync(directory: parent)
  }
}

import Platform
import Synchronization
import SystemPackage

/// Keeps every file that the program writes out of every archive, except the log's own.
public enum ArchiveGuard {
  /// The log's files, as they are called in an archive's directory.
  public static let data = "data.mdb"
  /// LMDB's table of readers.
  public static let lock = "lock.mdb"
  /// The lock of the one writer.
  public static let writerLock = "writer.lock"

  /// The archives that this process has open, and how often.
  private static let inUse = Mutex<[String: Int]>([:])

  /// Registers an open archive, so that its files are recognised under all their names.
  public static func enter(_ directory: String) {
    inUse.withLock { $0[directory, default: 0] += 1 }
  }

  /// Ends what `enter` began.
  public static func leave(_ directory: String) {
    inUse.withLock { known in
      known[directory] = known[directory].flatMap { $0 > 1 ? $0 - 1 : nil }
    }
  }

  /// Refuses a path below a directory that is an archive; directories on the way need not exist yet.
  public static func check(directoryOf path: String) throws(FilesError) {
    var parent = FilePlace.split(FilePlace.real(path) ?? path).parent
    while try FileStatus.behind(parent) == nil { parent = FilePlace.split(parent).parent }
    try check(Directory.open(parent), for: path)
  }

  /// Refuses a directory that is an archive, or lies in one.
  static func check(_ directory: Directory, for path: String) throws(FilesError) {
    try check(directory: directory.descriptor, path: directory.path, for: path)
  }

  static func check(directory: CInt, path directoryPath: String, for path: String) throws(FilesError) {
    guard let levels = levelsUp(from: directory) else { return }
    var archive = FilePlace.real(directoryPath) ?? directoryPath
    for _ in 0..<levels { archive = FilePlace.split(archive).parent }
    throw .insideArchive(path: path, archive: archive)
  }

  /// Refuses a file that belongs to an archive, under any name.
  static func check(_ status: FileStatus, descriptor: CInt?, for path: String) throws(FilesError) {
    if let descriptor, holdsLog(descriptor) { throw .archiveFile(path: path) }
    for directory in inUse.withLock({ Array($0.keys) }) {
      for name in [data, lock, writerLock]
      where try FileStatus.behind("\(directory)/\(name)")?.identity == status.identity {
        throw .archiveFile(path: path)
      }
    }
  }

  /// How many levels above `start` the archive is that contains it: 0 where it is one itself, nil for none.
  private static func levelsUp(from start: CInt) -> Int? {
    var current = place(".", in: start)
    var levels = 0
    while let here = current {
      defer { OpenFile.close(here) }
      if isArchive(here) { return levels }
      let parent = place("..", in: here)
      if let parent, identity(here) == identity(parent) {
        OpenFile.close(parent)
        return nil
      }
      current = parent
      levels += 1
    }
    return nil
  }

  private static func place(_ name: String, in directory: CInt) -> CInt? {
    do throws(Errno) { return try OpenFile.open(name, in: directory, [.place, .directory]) } catch {
      return nil
    }
  }

  private static func identity(_ descriptor: CInt) -> FileIdentity? {
    do throws(Errno) { return try FileStatus.of(descriptor).identity } catch { return nil }
  }

  /// Whether a directory holds a log: an LMDB file, or a damaged or unfinished one beside its lock files.
  private static func isArchive(_ directory: CInt) -> Bool {
    func status(_ name: String) -> FileStatus? {
      do throws(Errno) { return try FileStatus.of(name, in: directory, links: .followed) } catch {
        return nil
      }
    }
    guard status(data)?.kind == .regular else { return false }
    if [lock, writerLock].contains(where: { status($0) != nil }) { return true }
    do throws(Errno) {
      let file = try OpenFile.open(data, in: directory, .noWaiting)
      defer { OpenFile.close(file) }
      return holdsLog(file)
    } catch {
      // A file that cannot be read may be a log all the same.
      return error == .permissionDenied
    }
  }

  /// Whether a file is an LMDB environment: its magic number is in the first page or, for common page sizes, in the
  /// second.
  private static func holdsLog(_ descriptor: CInt) -> Bool {
    [0, 4096, 16384, 65536].contains { page in OpenFile.mark(descriptor, at: page + 16) == 0xBEEF_C0DE }
  }
}

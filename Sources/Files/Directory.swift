import CLinux
import Glibc
import Platform
import SystemPackage

/// A directory that is held open: checks and changes concern the same directory, even if its path leads elsewhere
/// meanwhile.
final class Directory: Sendable {
  let path: String
  let descriptor: CInt

  private init(path: String, descriptor: CInt) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  static func open(_ path: String) throws(FilesError) -> Directory {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("open the directory", path) }
    return Directory(path: path, descriptor: descriptor)
  }

  /// The directory in which a file is to be made.
  static func parent(_ directory: String, of path: String) throws(FilesError) -> Directory {
    do throws(FilesError) {
      return try open(FilePlace.real(directory) ?? directory)
    } catch .system(_, _, let number) where number == ENOENT || number == ENOTDIR {
      throw .noDirectory(path: path, directory: directory)
    }
  }

  /// The status of a name in it, links not followed; nil where it does not exist.
  func status(of name: String) throws(FilesError) -> FileStatus? {
    do throws(Errno) {
      return try FileStatus.of(name, in: descriptor, links: .kept)
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw FilesError(error, "look at", path(of: name))
    }
  }

  /// The path of a name in it.
  func path(of name: String) -> String { path == "/" ? "/\(name)" : "\(path)/\(name)" }

  /// The names in it with this prefix.
  func names(beginningWith prefix: String) throws(FilesError) -> [String] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let listing = fdopendir(copy) else { throw .last("list", path) }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(prefix), name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Syncs its entries.
  func sync() throws(FilesError) {
    guard fsync(descriptor) == 0 else { throw .last("sync", path) }
  }

  /// Runs `body` while no other process does the same in this directory. For short work only: another waits ten seconds
  /// at most.
  func exclusively<R>(_ body: () throws(FilesError) -> R) throws(FilesError) -> R {
    var tries = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      // A file system without such locks offers nothing to wait for.
      guard errno == EWOULDBLOCK || errno == EINTR else { return try body() }
      tries += 1
      guard tries < 2000 else { throw .busy(path: path) }
      usleep(5000)
    }
    defer { flock(descriptor, LOCK_UN) }
    return try body()
  }

  /// Gives a file or directory in it a new name. Nothing is ever overwritten, not even in a race.
  func rename(_ name: String, toNew new: String) throws(FilesError) {
    if bnus_rename_new(descriptor, name, new) == 0 { return }
    guard [ENOSYS, EINVAL, ENOTSUP].contains(errno) else { throw taken(new) }
    // For a file system that cannot: add the new name, which fails where it exists, and remove the old one.
    guard linkat(descriptor, name, descriptor, new, 0) == 0 else { throw taken(new) }
    guard unlinkat(descriptor, name, 0) == 0 else { throw .last("remove", path(of: name)) }
  }

  private func taken(_ name: String) -> FilesError {
    errno == EEXIST
      ? .isThere(path: path(of: name), advice: "name another") : .last("move a new file to", path(of: name))
  }
}

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

  deinit { OpenFile.close(descriptor) }

  static func open(_ path: String) throws(FilesError) -> Directory {
    let descriptor = try FilesError.check("open the directory", path) { () throws(Errno) in
      try OpenFile.open(path, .directory)
    }
    return Directory(path: path, descriptor: descriptor)
  }

  /// The directory in which a file is to be made.
  static func parent(_ directory: String, of path: String) throws(FilesError) -> Directory {
    do throws(FilesError) {
      return try open(FilePlace.real(directory) ?? directory)
    } catch .system(_, _, let number)
      where [.noSuchFileOrDirectory, .notDirectory].contains(Errno(rawValue: number))
    {
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
    let names = try FilesError.check("list", path) { () throws(Errno) in try Names.list(descriptor) }
    return names.filter { $0.hasPrefix(prefix) }
  }

  /// Syncs its entries.
  func sync() throws(FilesError) {
    try FilesError.check("sync", path) { () throws(Errno) in try OpenFile.sync(descriptor) }
  }

  /// Runs `body` while no other process does the same in this directory. For short work only: another waits ten seconds
  /// at most.
  func exclusively<R>(_ body: () throws(FilesError) -> R) throws(FilesError) -> R {
    var tries = 0
    while let code = lock() {
      // A file system without such locks offers nothing to wait for.
      guard code == .wouldBlock || code == .interrupted else { return try body() }
      tries += 1
      guard tries < 2000 else { throw .busy(path: path) }
      SystemClock.pause(milliseconds: 5)
    }
    defer { OpenFile.unlock(descriptor) }
    return try body()
  }

  /// Why it could not be locked; nil where it is.
  private func lock() -> Errno? {
    do throws(Errno) {
      try OpenFile.lock(descriptor)
      return nil
    } catch {
      return error
    }
  }

  /// Gives a file or directory in it a new name. Nothing is ever overwritten, not even in a race.
  func rename(_ name: String, toNew new: String) throws(FilesError) {
    do throws(Errno) {
      return try Names.renameToNew(name, to: new, in: descriptor)
    } catch {
      guard [.noFunction, .invalidArgument, .notSupported].contains(error) else { throw taken(new, error) }
    }
    // For a file system that cannot: add the new name, which fails where it exists, and remove the old one.
    do throws(Errno) {
      try Names.link(name, as: new, in: descriptor)
    } catch {
      throw taken(new, error)
    }
    try FilesError.check("remove", path(of: name)) { () throws(Errno) in
      try Names.remove(name, in: descriptor)
    }
  }

  private func taken(_ name: String, _ code: Errno) -> FilesError {
    code == .fileExists
      ? .isThere(path: path(of: name), advice: "name another")
      : FilesError(code, "move a new file to", path(of: name))
  }
}

import Platform
import SystemPackage

/// An unfinished directory, private, beside its final place, which must be free or an empty directory. It is locked
/// while it is filled; leftovers of killed processes for the same place are removed.
public final class DraftDirectory {
  /// The directory's own path.
  public let path: String
  private let target: String
  private let parent: Directory
  private let directory: Directory
  private let name: String
  private let finalName: String
  private let holding: [String]
  private var isPlaced = false

  private init(
    target: String, parent: Directory, name: String, finalName: String, holding: [String]
  ) throws(FilesError) {
    path = parent.path(of: name)
    directory = try Directory.open(path)
    self.target = target
    self.parent = parent
    self.name = name
    self.finalName = finalName
    self.holding = holding
  }

  deinit {
    if !isPlaced { Self.remove(name, in: parent, directory, holding) }
    OpenFile.unlock(directory.descriptor)
  }

  /// Makes an empty draft.
  ///
  /// - Parameters:
  ///   - target: its final place.
  ///   - holding: the names of the files that it may contain, which are removed with it.
  public static func make(for target: String, holding: [String]) throws(FilesError) -> DraftDirectory {
    let (parent, finalName) = try place(target)
    let names = DraftName(of: finalName, kind: "partial")
    return try parent.exclusively { () throws(FilesError) -> DraftDirectory in
      try removeLeftovers(names, parent, holding)
      let name = names.fresh()
      try FilesError.check("make", target) { () throws(Errno) in
        try Names.makePrivateDirectory(name, in: parent.descriptor)
      }
      let draft = try DraftDirectory(
        target: target, parent: parent, name: name, finalName: finalName, holding: holding)
      // Where the file system has no locks, nobody is kept away by one.
      do throws(Errno) { try OpenFile.lock(draft.directory.descriptor) } catch {}
      return draft
    }
  }

  /// Makes a private file in it; the caller closes the descriptor, which is open for writing.
  public func makeFile(_ name: String) throws(FilesError) -> Int32 {
    let file = try FilesError.check("make", "\(path)/\(name)") { () throws(Errno) in
      try OpenFile.open(name, in: directory.descriptor, [.writing, .new, .noLink])
    }
    do throws(Errno) {
      try OpenFile.setMode(file, to: 0o600)
    } catch {
      OpenFile.close(file)
      throw FilesError(error, "make private", "\(path)/\(name)")
    }
    return file
  }

  /// Moves the directory to its place, durably.
  public func takePlace() throws(FilesError) {
    try directory.sync()
    // This replaces an empty directory, and nothing else.
    do throws(Errno) {
      try Names.rename(name, to: finalName, in: parent.descriptor)
    } catch {
      throw [.directoryNotEmpty, .fileExists, .notDirectory].contains(error)
        ? Self.taken(target) : FilesError(error, "move a new directory to", target)
    }
    isPlaced = true
    try parent.sync()
  }

  private static func taken(_ target: String) -> FilesError {
    .isThere(path: target, advice: "name a new directory, or an empty one")
  }

  /// The directory that contains the place, and its name there.
  private static func place(_ target: String) throws(FilesError) -> (parent: Directory, name: String) {
    guard let found = try FileStatus.behind(target) else {
      let (parent, name) = FilePlace.split(target)
      let directory = try Directory.parent(parent, of: target)
      try ArchiveGuard.check(directory, for: target)
      guard try directory.status(of: name) == nil else { throw .danglingLink(path: target) }
      return (directory, name)
    }
    guard found.kind == .directory, let real = FilePlace.real(target) else { throw taken(target) }
    let itself = try Directory.open(real)
    guard try itself.names(beginningWith: "").isEmpty else { throw taken(target) }
    try ArchiveGuard.check(itself, for: target)
    let (parent, name) = FilePlace.split(real)
    return (try Directory.open(parent), name)
  }

  private static func removeLeftovers(
    _ names: DraftName, _ parent: Directory, _ holding: [String]
  ) throws(FilesError) {
    for name in try parent.names(beginningWith: names.prefix) where names.matches(name) {
      guard let status = try parent.status(of: name), status.kind == .directory,
        status.owner == Environment.user
      else { continue }
      let left: Directory
      do throws(FilesError) {
        left = try Directory.open(parent.path(of: name))
      } catch { continue }
      guard try FileStatus.of(descriptor: left.descriptor, path: left.path).identity == status.identity
      else { continue }
      do throws(Errno) { try OpenFile.lock(left.descriptor) } catch { continue }
      remove(name, in: parent, left, holding)
    }
  }

  /// Removes it with the files that it may contain. A directory with other files stays.
  private static func remove(
    _ name: String, in parent: Directory, _ directory: Directory, _ holding: [String]
  ) {
    for file in holding { Names.discard(file, in: directory.descriptor) }
    Names.discard(name, in: parent.descriptor, kind: .directory)
  }
}

import Glibc

/// A file in the making, beside the place that it will take: made anew with a name that nobody could know, private,
/// and locked as long as it is written, so that what a killed process left is told from what another one makes.
public final class Draft {
  /// Whether another process may make a draft for the same place meanwhile.
  public enum Company: Sendable {
    case welcome
    /// The second one is refused as `busy`.
    case refused
  }

  /// What a draft may do to what stands in its place.
  public enum Replacement: Sendable {
    /// Nothing: the place has to be free, and the advice says what to try where it is not.
    case never(advice: String)
    /// Replace what was found there, and nothing that came later.
    case found
    /// Replace whatever file is there at the end.
    case any
  }

  /// Open for reading and writing.
  public let descriptor: Int32
  private let place: FilePlace
  private let name: String
  private var isPlaced = false

  private init(place: FilePlace, name: String, descriptor: Int32) {
    self.place = place
    self.name = name
    self.descriptor = descriptor
  }

  deinit {
    if !isPlaced { unlinkat(place.directory.descriptor, name, 0) }
    // By name of the lock: a process that is just being started holds a copy of the descriptor until its exec.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// The draft's own path, for those who open by name.
  public var path: String { place.directory.path(of: name) }

  /// Makes an empty one, and removes what killed processes left for the same place.
  public static func make(for place: FilePlace, company: Company) throws(FilesError) -> Draft {
    let names = DraftName(of: place.name, word: word)
    // Alone in the directory, or another one could take a draft for left behind before it is locked.
    return try place.directory.exclusively { () throws(FilesError) -> Draft in
      try removeLeftovers(names, place, company)
      let name = names.fresh()
      let descriptor = openat(
        place.directory.descriptor, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .last("make", place.given) }
      let draft = Draft(place: place, name: name, descriptor: descriptor)
      flock(descriptor, LOCK_EX | LOCK_NB)
      // Private whatever the umask, which could also keep its own maker from it.
      guard fchmod(descriptor, 0o600) == 0 else { throw .last("make private", place.given) }
      return draft
    }
  }

  /// Whether a name is one that drafts of a file have.
  public static func isName(_ name: String, ofDraftFor file: String) -> Bool {
    DraftName(of: file, word: word).matches(name)
  }

  private static let word = "part"

  /// Whether the draft's path leads to it.
  public var isAtPath: Bool {
    get throws(FilesError) {
      let there = try place.directory.status(of: name)
      return try there?.identity == FileStatus.of(descriptor: descriptor, path: path).identity
    }
  }

  /// Writes bytes behind what was written.
  public func write(_ bytes: [UInt8]) throws(FilesError) {
    try FileOutput.writeAll(bytes, to: descriptor, name: place.given)
  }

  /// Makes what was written last, whatever happens to the machine.
  public func sync() throws(FilesError) {
    guard fsync(descriptor) == 0 else { throw .last("sync", place.given) }
  }

  /// Moves the draft, which is synced, to its place, and makes that last.
  public func takePlace(_ replacement: Replacement) throws(FilesError) {
    // A file of another's keeps its mode to itself: who may read this one is ours to say.
    if let there = place.standing, there.owner == geteuid() {
      guard fchmod(descriptor, mode_t(there.mode)) == 0 else { throw .last("set the mode of", place.given) }
    }
    switch replacement {
    case .never(let advice): try takeFreePlace(advice)
    case .found where place.standing == nil:
      try takeFreePlace("it came while the new file was made; run the command again")
    case .found:
      guard try place.directory.status(of: place.name)?.identity == place.standing?.identity else {
        throw .changed(path: place.given)
      }
      try overwrite()
    case .any: try overwrite()
    }
    isPlaced = true
    try place.directory.sync()
  }

  private func takeFreePlace(_ advice: String) throws(FilesError) {
    do throws(FilesError) {
      try place.directory.rename(name, toNew: place.name)
    } catch .isThere {
      throw .isThere(path: place.given, advice: advice)
    }
  }

  private func overwrite() throws(FilesError) {
    let directory = place.directory.descriptor
    guard renameat(directory, name, directory, place.name) == 0 else {
      throw .last("move a new file to", place.given)
    }
  }

  /// Removes drafts that nobody holds. Only what we made is touched: a plain file of ours with one name.
  private static func removeLeftovers(
    _ names: DraftName, _ place: FilePlace, _ company: Company
  ) throws(FilesError) {
    for name in try place.directory.names(beginningWith: names.prefix) where names.matches(name) {
      let file = openat(
        place.directory.descriptor, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
      guard file >= 0 else { continue }
      defer { close(file) }
      let status = try FileStatus.of(descriptor: file, path: place.given)
      guard status.kind == .regular, status.owner == geteuid(), status.links == 1 else { continue }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        if company == .refused, errno == EWOULDBLOCK { throw .busy(path: place.given) }
        continue
      }
      unlinkat(place.directory.descriptor, name, 0)
    }
  }
}

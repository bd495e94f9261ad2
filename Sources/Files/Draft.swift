import Platform
import SystemPackage

/// An unfinished file, beside its final place: new, with an unpredictable name, private, and locked while it is
/// written, so that the leftover of a killed process can be distinguished from the draft of a running one.
public final class Draft {
  /// Whether another process may make a draft for the same place at the same time.
  public enum Company: Sendable {
    case welcome
    /// The second one is refused as `busy`.
    case refused
  }

  /// What a draft may do to a file in its place.
  public enum Replacement: Sendable {
    /// Nothing: the place must be free, and the advice states what to try where it is not.
    case never(advice: String)
    /// Replace the file that was found there, and no later one.
    case found
    /// Replace any file that is there at the end.
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
    if !isPlaced { Names.discard(name, in: place.directory.descriptor) }
    // Unlocked explicitly: a process that is just being started holds a copy of the descriptor until its exec.
    OpenFile.unlock(descriptor)
    OpenFile.close(descriptor)
  }

  /// The draft's own path, for libraries that open by name.
  public var path: String { place.directory.path(of: name) }

  /// Makes an empty draft, and removes the leftovers of killed processes for the same place.
  public static func make(for place: FilePlace, company: Company) throws(FilesError) -> Draft {
    let names = DraftName(of: place.name, kind: kind)
    // Exclusively, or another process could take the draft for a leftover before it is locked.
    return try place.directory.exclusively { () throws(FilesError) -> Draft in
      try removeLeftovers(names, place, company)
      let name = names.fresh()
      let descriptor = try FilesError.check("make", place.given) { () throws(Errno) in
        try OpenFile.open(name, in: place.directory.descriptor, [.both, .new, .noLink])
      }
      let draft = Draft(place: place, name: name, descriptor: descriptor)
      // Where the file system has no locks, nobody is kept away by one.
      do throws(Errno) { try OpenFile.lock(descriptor) } catch {}
      // Private whatever the umask, which could even deny access to the owner.
      try FilesError.check("make private", place.given) { () throws(Errno) in
        try OpenFile.setMode(descriptor, to: 0o600)
      }
      return draft
    }
  }

  /// Whether a name is that of a draft of a file.
  public static func isName(_ name: String, ofDraftFor file: String) -> Bool {
    DraftName(of: file, kind: kind).matches(name)
  }

  private static let kind = "part"

  /// Whether the draft's path still leads to it.
  public var isAtPath: Bool {
    get throws(FilesError) {
      let there = try place.directory.status(of: name)
      return try there?.identity == FileStatus.of(descriptor: descriptor, path: path).identity
    }
  }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws(FilesError) {
    try FileOutput.writeAll(bytes, to: descriptor, name: place.given)
  }

  /// Makes the content durable.
  public func sync() throws(FilesError) {
    try FilesError.check("sync", place.given) { () throws(Errno) in try OpenFile.sync(descriptor) }
  }

  /// Moves the draft, which must be synced, to its place, durably.
  public func takePlace(_ replacement: Replacement) throws(FilesError) {
    // Only the mode of a file of our own is kept: another owner's must not decide who may read this one.
    if let there = place.standing, there.owner == Environment.user {
      try FilesError.check("set the mode of", place.given) { () throws(Errno) in
        try OpenFile.setMode(descriptor, to: there.mode)
      }
    }
    switch replacement {
    case .never(let advice): try takeFreePlace(advice)
    case .found where place.standing == nil:
      try takeFreePlace("it appeared while the new file was made; run the command again")
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
    try FilesError.check("move a new file to", place.given) { () throws(Errno) in
      try Names.rename(name, to: place.name, in: place.directory.descriptor)
    }
  }

  /// Removes drafts that nobody holds. Only our own are touched: regular files of this user with one name.
  private static func removeLeftovers(
    _ names: DraftName, _ place: FilePlace, _ company: Company
  ) throws(FilesError) {
    for name in try place.directory.names(beginningWith: names.prefix) where names.matches(name) {
      let file: CInt
      do throws(Errno) {
        file = try OpenFile.open(name, in: place.directory.descriptor, [.noWaiting, .noLink])
      } catch { continue }
      defer { OpenFile.close(file) }
      let status = try FileStatus.of(descriptor: file, path: place.given)
      guard status.kind == .regular, status.owner == Environment.user, status.links == 1 else { continue }
      do throws(Errno) {
        try OpenFile.lock(file)
      } catch {
        if company == .refused, error == .wouldBlock { throw .busy(path: place.given) }
        continue
      }
      Names.discard(name, in: place.directory.descriptor)
    }
  }
}

import Platform
import SystemPackage

/// The place of a file to be written: a directory that is held open and is not part of an archive, the name in it, and
/// the file that is there now. Symbolic links are followed, so that a replacement replaces the file and not the link to
/// it.
public struct FilePlace: Sendable {
  /// The path as it was given.
  public let given: String
  let directory: Directory
  let name: String
  /// The regular file that is there; nil for none.
  let standing: FileStatus?

  /// The path with links resolved.
  public var path: String { directory.path(of: name) }

  /// Whether there is a file.
  public var isTaken: Bool { standing != nil }

  /// Whether there is no file, or an empty one.
  public var isNew: Bool { (standing?.bytes ?? 0) == 0 }

  /// Finds the place that a path names. Refuses anything but a regular file, a dangling link, and whatever belongs to
  /// an archive.
  public static func resolve(_ path: String) throws(FilesError) -> FilePlace {
    guard let found = try FileStatus.behind(path) else { return try new(path) }
    guard found.kind == .regular else {
      throw .wrongKind(path: path, kind: found.kind == .directory ? "a directory" : "a FIFO or a device")
    }
    let real = try FilesError.check("find", path) { () throws(Errno) in try Names.resolved(path) }
    let (parent, name) = split(real)
    let directory = try Directory.open(parent)
    try ArchiveGuard.check(directory, for: path)
    // A link that was moved meanwhile would have led elsewhere.
    guard let standing = try directory.status(of: name), standing.identity == found.identity else {
      throw .changed(path: path)
    }
    let place = FilePlace(given: path, directory: directory, name: name, standing: standing)
    let file = place.openIfReadable()
    defer { if let file { OpenFile.close(file) } }
    try ArchiveGuard.check(standing, descriptor: file, for: path)
    return place
  }

  /// Finds the place of one of the log's own files, which `resolve` refuses. Refuses anything but a regular file, links
  /// included.
  public static func inArchive(_ path: String, _ name: String) throws(FilesError) -> FilePlace {
    let directory = try Directory.open(real(path) ?? path)
    let given = "\(path)/\(name)"
    let standing = try directory.status(of: name)
    if let standing, standing.kind != .regular {
      throw .wrongKind(path: given, kind: standing.kind == .link ? "a link to nothing" : "not a regular file")
    }
    return FilePlace(given: given, directory: directory, name: name, standing: standing)
  }

  private static func new(_ path: String) throws(FilesError) -> FilePlace {
    if FileStatus.isNamed(path) { throw .danglingLink(path: path) }
    let (parent, name) = split(path)
    guard !name.isEmpty, !path.hasSuffix("/") else {
      throw .wrongKind(path: path, kind: "not the name of a file")
    }
    let directory = try Directory.parent(parent, of: path)
    try ArchiveGuard.check(directory, for: path)
    guard try directory.status(of: name) == nil else { throw .changed(path: path) }
    return FilePlace(given: path, directory: directory, name: name, standing: nil)
  }

  /// The first bytes of the existing file, `count` at most.
  public func head(_ count: Int) throws(FilesError) -> [UInt8] {
    guard let standing else { return [] }
    let file = try FilesError.check("open", given) { () throws(Errno) in try open() }
    defer { OpenFile.close(file) }
    guard try FileStatus.of(descriptor: file, path: given).identity == standing.identity else {
      throw .changed(path: given)
    }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { room.deallocate() }
    let filled = try FilesError.check("read", given) { () throws(Errno) in
      try OpenFile.read(file, at: 0, into: room)
    }
    return Array(room[..<filled])
  }

  private func open() throws(Errno) -> CInt {
    try OpenFile.open(name, in: directory.descriptor, [.noWaiting, .noLink])
  }

  private func openIfReadable() -> CInt? {
    do throws(Errno) { return try open() } catch { return nil }
  }

  /// Refuses a file beside this one which another program would treat as a part of it, unless it is a regular file with
  /// one of these beginnings, or empty.
  ///
  /// - Parameters:
  ///   - suffix: what its name appends to this one's.
  ///   - beginnings: the first bytes that a valid one may have.
  public func requireHarmless(suffix: String, beginnings: [[UInt8]]) throws(FilesError) {
    guard let status = try directory.status(of: name + suffix) else { return }
    let path = "\(path)\(suffix)"
    guard status.kind == .regular, status.links == 1 else {
      throw .besideIt(path: path, why: "is not a regular file and would be overwritten; remove it")
    }
    guard isTaken else {
      throw .besideIt(
        path: path,
        why: "is there without the file that it would belong to; move it away, or name another file")
    }
    let side = FilePlace(given: path, directory: directory, name: name + suffix, standing: status)
    let head = try side.head(beginnings.map(\.count).max() ?? 0)
    guard head.isEmpty || beginnings.contains(where: { head.starts(with: $0) }) else {
      throw .besideIt(
        path: path, why: "is not what its name suggests; move it away, or name another file")
    }
  }

  /// A path with its links resolved; nil where it leads nowhere.
  static func real(_ path: String) -> String? {
    do throws(Errno) { return try Names.resolved(path) } catch { return nil }
  }

  /// The directory of a path and the last name in it.
  static func split(_ path: String) -> (parent: String, name: String) {
    let path = FilePath(path)
    let parent = path.removingLastComponent()
    return (parent.isEmpty ? "." : parent.string, path.lastComponent?.string ?? "")
  }
}

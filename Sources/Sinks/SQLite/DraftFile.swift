import CSQLite
import Glibc
import Projections

/// A tables file in the making, beside the place it will take. Locked while it is made, so two
/// rebuilds of one file do not meet; a draft that a killed process left is written over.
final class DraftFile {
  /// The moments at which a test may end the process.
  enum Step: CaseIterable {
    case created, synced, settled, moved
  }

  let path: String
  private let place: FilePlace
  private let descriptor: Int32
  private var isPlaced = false
  /// How far the disk was asked to begin.
  private var begun: Int64 = 0
  /// How far the disk was asked to keep room.
  private var reserved: Int64 = 0
  private static let reserveBytes: Int64 = 64 << 20
  nonisolated(unsafe) static var onStep: ((Step) -> Void)?

  private init(path: String, place: FilePlace, descriptor: Int32) {
    self.path = path
    self.place = place
    self.descriptor = descriptor
  }

  deinit {
    if !isPlaced { unlink(path) }
    Glibc.close(descriptor)
  }

  static func create(for place: FilePlace) throws(SinkError) -> DraftFile {
    let path = place.path + ".rebuild"
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, place.mode)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: place.path, reason: String(cString: strerror(errno)))
    }
    // Where the file was moved to its place between the two calls, it is a draft no more.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, stands(descriptor, at: path) else {
      Glibc.close(descriptor)
      throw .busy(path: place.path)
    }
    let draft = DraftFile(path: path, place: place, descriptor: descriptor)
    guard fchmod(descriptor, place.mode) == 0, ftruncate(descriptor, 0) == 0 else {
      throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    onStep?(.created)
    return draft
  }

  private static func stands(_ descriptor: Int32, at path: String) -> Bool {
    var (open, named) = (stat(), stat())
    return fstat(descriptor, &open) == 0 && lstat(path, &named) == 0
      && open.st_ino == named.st_ino && open.st_dev == named.st_dev
  }

  /// Lets the disk begin with what was added to the file since the last time, so that little is
  /// left to wait for at the end. Does not wait, and promises nothing.
  func beginWriting() {
    var state = stat()
    guard fstat(descriptor, &state) == 0, Int64(state.st_size) > begun else { return }
    let end = Int64(state.st_size)
    _ = bnus_begin_writing(descriptor, begun, end - begun)
    begun = end
    reserve(from: end)
  }

  /// Has the disk keep room for what comes next: cheaper than finding it block by block. A disk
  /// that has no such room, or a file system that cannot, says so when the file is written.
  private func reserve(from end: Int64) {
    guard reserved < end + Self.reserveBytes / 2 else { return }
    reserved = end + Self.reserveBytes
    _ = bnus_reserve(descriptor, end, Self.reserveBytes)
  }

  /// Gives back what was kept and not used.
  private func giveBackReserve() throws(SinkError) {
    var state = stat()
    try check(fstat(descriptor, &state), doing: "looking at the new file")
    try check(ftruncate(descriptor, state.st_size), doing: "giving back room")
  }

  /// Makes the draft durable and moves it to its place.
  func takePlace() throws(SinkError) {
    try giveBackReserve()
    try check(fsync(descriptor), doing: "syncing the new file")
    Self.onStep?(.synced)
    try settleOldFile()
    Self.onStep?(.settled)
    try check(rename(path, place.path), doing: "moving the new file to its place")
    isPlaced = true
    Self.onStep?(.moved)
    let directory = Glibc.open(place.directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { Glibc.close(directory) }
    try check(directory < 0 ? -1 : fsync(directory), doing: "syncing the directory")
  }

  /// A journal of the old file would be taken for the new one's: let SQLite finish what it holds
  /// before the new file takes the name.
  private func settleOldFile() throws(SinkError) {
    let leftovers = ["-journal", "-wal"].filter { access(place.path + $0, F_OK) == 0 }
    if leftovers.isEmpty { return }
    let old = try SQLiteConnection.open(place.path, mode: .readWrite)
    try old.execute("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; COMMIT")
    for leftover in leftovers where access(place.path + leftover, F_OK) == 0 {
      throw .refused(
        path: place.path, reason: "has a \(leftover) file that another process still uses")
    }
  }

  private func check(_ result: Int32, doing: String) throws(SinkError) {
    if result == 0 { return }
    let code = errno
    if [ENOSPC, EDQUOT, EFBIG].contains(code) { throw .diskFull(path: place.path) }
    throw .failed(path: place.path, doing: doing, message: String(cString: strerror(code)))
  }
}

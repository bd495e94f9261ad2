import Files
import Platform
import Replay
import SystemPackage

/// A tables file in the making, beside the place it will take. Two of one file at a time are refused.
final class DraftFile {
  /// The moments at which a test may end the process.
  enum Step: CaseIterable {
    case created, synced, settled, moved
  }

  let path: String
  private let place: FilePlace
  private let draft: Draft
  private var descriptor: Int32 { draft.descriptor }
  /// How far writing to disk was started.
  private var begun: Int64 = 0
  /// How far space was reserved.
  private var reserved: Int64 = 0
  private static let reserveBytes: Int64 = 64 << 20
  nonisolated(unsafe) static var onStep: ((Step) -> Void)?

  private init(_ draft: Draft, _ place: FilePlace) {
    self.draft = draft
    self.place = place
    path = draft.path
  }

  static func create(for place: FilePlace) throws(SinkError) -> DraftFile {
    do throws(FilesError) {
      let draft = DraftFile(try Draft.make(for: place, company: .refused), place)
      onStep?(.created)
      return draft
    } catch { throw SinkError(error) }
  }

  /// Refuses to go on where another file has taken the draft's name before SQLite opened it.
  func requireOwnName() throws(SinkError) {
    do throws(FilesError) {
      guard try draft.isAtPath else { throw .changed(path: path) }
    } catch { throw SinkError(error) }
  }

  /// Starts writing to disk what was added to the file since the last call, so that little is
  /// left to wait for at the end. Does not wait, and promises nothing.
  func beginWriting() {
    guard let end = bytes, end > begun else { return }
    OpenFile.beginWriting(descriptor, from: begun, bytes: end -| begun)
    begun = end
    reserve(from: end)
  }

  /// Reserves space for what comes next: cheaper than finding it block by block. A disk
  /// without that much space, or a file system that cannot reserve, fails when the file is written.
  private func reserve(from end: Int64) {
    guard reserved < end +| Self.reserveBytes / 2 else { return }
    reserved = end +| Self.reserveBytes
    OpenFile.reserve(descriptor, from: end, bytes: Self.reserveBytes)
  }

  /// Releases what was reserved and not used.
  private func giveBackReserve() throws(SinkError) {
    let end = try check("looking at the new file") { () throws(Errno) in try FileStatus.of(descriptor).bytes }
    try check("releasing reserved space") { () throws(Errno) in
      try OpenFile.truncate(descriptor, to: Int64(end))
    }
  }

  /// How long the file is; nil where the system does not say.
  private var bytes: Int64? {
    do throws(Errno) { return Int64(try FileStatus.of(descriptor).bytes) } catch { return nil }
  }

  /// Makes the draft durable and moves it to its place.
  func takePlace() throws(SinkError) {
    try giveBackReserve()
    try check("syncing the new file") { () throws(Errno) in try OpenFile.sync(descriptor) }
    Self.onStep?(.synced)
    try settleOldFile()
    Self.onStep?(.settled)
    do throws(FilesError) {
      try draft.takePlace(.found)
    } catch { throw SinkError(error) }
    Self.onStep?(.moved)
  }

  /// A journal of the old file would be taken for the new one's: let SQLite finish what it holds
  /// before the new file takes the name.
  private func settleOldFile() throws(SinkError) {
    let leftovers = ["-journal", "-wal"].filter { OpenFile.exists(place.path + $0) }
    if leftovers.isEmpty { return }
    let old = try SQLiteConnection.open(place.path, mode: .readWrite)
    try old.execute("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; COMMIT")
    for leftover in leftovers where OpenFile.exists(place.path + leftover) {
      throw .refused(
        destination: place.path, reason: "has a \(leftover) file that another process still uses")
    }
  }

  private func check<R>(_ doing: String, _ call: () throws(Errno) -> R) throws(SinkError) -> R {
    do throws(Errno) {
      return try call()
    } catch {
      if error.isFull { throw .full(destination: place.path) }
      throw .failed(destination: place.path, doing: doing, message: "\(error)")
    }
  }
}

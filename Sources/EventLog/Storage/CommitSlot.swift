import CLMDB
import Platform
import SystemPackage

/// The meta page that a commit is about to overwrite, as it is before.
///
/// A commit ends with one write of a meta page. Where the system reports that it failed, LMDB writes the page's old
/// transaction number back beside the new roots: readers see the log as it was, but the page matches no commit, and
/// `verify` could not distinguish it from a damaged one. So the whole old page is restored.
struct CommitSlot {
  private let descriptor: CInt
  private let offset: Int
  private let bytes: [UInt8]

  /// The part of the page that a commit writes: from the size of the map to the transaction.
  private static let range = 32..<152

  /// Remembers the page; nil where it cannot be read, in which case the commit fails too.
  init?(_ transaction: OpaquePointer) {
    var (number, status) = (mdb_filehandle_t(-1), MDB_stat())
    guard let environment = mdb_txn_env(transaction), mdb_env_get_fd(environment, &number) == 0,
      mdb_env_stat(environment, &status) == 0
    else { return nil }
    let page = Int(mdb_txn_id(transaction) & 1) * Int(status.ms_psize)
    descriptor = number
    offset = page + Self.range.lowerBound
    guard let found = Self.read(number, offset) else { return nil }
    bytes = found
  }

  /// Restores the page where it has changed. False where that fails: then the commit may be in effect.
  func takeBack() -> Bool {
    guard let now = Self.read(descriptor, offset) else { return false }
    if now == bytes { return true }
    if write() {
      // Where this fails the disk keeps the old page or the new one: an unacknowledged commit may be in effect.
      do throws(Errno) { try OpenFile.syncData(descriptor) } catch {}
      return true
    }
    // LMDB's own restoration is enough for readers.
    return now.suffix(8) == bytes.suffix(8)
  }

  private func write() -> Bool {
    do throws(Errno) {
      return try OpenFile.write(descriptor, at: offset, bytes) == bytes.count
    } catch {
      return false
    }
  }

  private static func read(_ descriptor: CInt, _ offset: Int) -> [UInt8]? {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 8)
    defer { room.deallocate() }
    do throws(Errno) {
      return try OpenFile.read(descriptor, at: offset, into: room) == room.count ? Array(room) : nil
    } catch {
      return nil
    }
  }
}

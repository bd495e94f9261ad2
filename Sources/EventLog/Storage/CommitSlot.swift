import CLMDB
import Glibc

/// The meta page that a commit is about to overwrite, as it is before.
///
/// A commit ends with one write of a meta page. Where the system reports that it failed, LMDB writes the page's old
/// transaction number back beside the new roots: readers see the log as it was, but the page matches no commit, and
/// `verify` could not distinguish it from a damaged one. So the whole old page is restored.
struct CommitSlot {
  private let descriptor: CInt
  private let offset: off_t
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
    offset = off_t(page + Self.range.lowerBound)
    guard let found = Self.read(number, offset) else { return nil }
    bytes = found
  }

  /// Restores the page where it has changed. False where that fails: then the commit may be in effect.
  func takeBack() -> Bool {
    guard let now = Self.read(descriptor, offset) else { return false }
    if now == bytes { return true }
    if pwrite(descriptor, bytes, bytes.count, offset) == bytes.count {
      // Where this fails the disk keeps the old page or the new one: an unacknowledged commit may be in effect.
      fdatasync(descriptor)
      return true
    }
    // LMDB's own restoration is enough for readers.
    return now.suffix(8) == bytes.suffix(8)
  }

  private static func read(_ descriptor: CInt, _ offset: off_t) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: range.count)
    return pread(descriptor, &bytes, bytes.count, offset) == bytes.count ? bytes : nil
  }
}

import CLMDB
import Platform
import SystemPackage

/// LMDB's return codes as errors, in one place.
enum LMDBError {
  /// Throws unless `code` is success. `operation` is a verb and its object: "commit an append".
  static func check(_ code: CInt, _ operation: StaticString, _ path: String) throws(EventLogError) {
    guard code != 0 else { return }
    throw error(for: code, operation, path)
  }

  private static func error(for code: CInt, _ operation: StaticString, _ path: String) -> EventLogError {
    switch code {
    case MDB_MAP_FULL, MDB_MAP_RESIZED: .mapFull(path: path)
    // LMDB refuses to continue after a commit whose end could not be written.
    case MDB_PANIC:
      .system(operation: "go on after a failed commit in", path: path, errno: Errno.ioError.rawValue)
    case MDB_READERS_FULL: .readersFull(path: path)
    case MDB_TXN_FULL: .batchTooLarge(path: path)
    case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_INVALID, MDB_VERSION_MISMATCH:
      .damagedArchive(path: path, what: "LMDB could not \(operation): \(text(of: code))")
    case 1...: SystemError.error(for: Errno(rawValue: code), "\(operation) in", path)
    default: .lmdb(operation: "\(operation)", code: text(of: code))
    }
  }

  private static func text(of code: CInt) -> String {
    String(cString: mdb_strerror(code))
  }
}

import CSQLite
import Platform
import Replay
import SystemPackage

/// The one place where SQLite's result codes become errors.
enum SQLiteError {
  /// Throws unless `code` says OK, row or done.
  static func check(
    _ code: Int32, _ database: OpaquePointer?, path: String, doing: @autoclosure () -> String
  ) throws(SinkError) {
    switch code & 0xFF {
    case SQLITE_OK, SQLITE_ROW, SQLITE_DONE: return
    case SQLITE_FULL: throw .full(destination: path)
    case SQLITE_BUSY, SQLITE_LOCKED: throw .busy(destination: path)
    case SQLITE_NOTADB:
      throw .refused(destination: path, reason: "is not an SQLite database")
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY:
      throw .cannotOpen(destination: path, reason: message(code, database))
    case SQLITE_IOERR where isFull(database): throw .full(destination: path)
    default:
      // A statement's first line is enough to know it by.
      let words = String(doing().prefix { $0 != "\n" })
      throw .failed(destination: path, doing: words, message: message(code, database))
    }
  }

  /// A write that the system refused for lack of space (full disk, quota, file size limit).
  private static func isFull(_ database: OpaquePointer?) -> Bool {
    guard let database else { return false }
    // What the file remembers, and what the system said last: other calls come between.
    var remembered: Int32 = 0
    sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &remembered)
    return [remembered, sqlite3_system_errno(database)].contains { Errno(rawValue: $0).isFull }
  }

  private static func message(_ code: Int32, _ database: OpaquePointer?) -> String {
    if let database, let text = sqlite3_errmsg(database) { return String(cString: text) }
    return sqlite3_errstr(code).map { String(cString: $0) } ?? "code \(code)"
  }
}

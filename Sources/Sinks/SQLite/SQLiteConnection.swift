import CSQLite
import EventModel
import Replay

/// The owner of one `sqlite3` handle; used by one thread at a time.
final class SQLiteConnection {
  let path: String
  let handle: OpaquePointer

  private init(owning handle: OpaquePointer, path: String) {
    self.handle = handle
    self.path = path
  }

  deinit { sqlite3_close_v2(handle) }

  enum Mode {
    case readOnly, readWrite
  }

  static func open(_ path: String, mode: Mode) throws(SinkError) -> SQLiteConnection {
    var handle: OpaquePointer?
    let access = mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW
    let code = sqlite3_open_v2(path, &handle, access | SQLITE_OPEN_NOMUTEX, nil)
    guard let handle else { throw .cannotOpen(destination: path, reason: "out of memory") }
    let connection = SQLiteConnection(owning: handle, path: path.isEmpty ? "tables without a name" : path)
    try SQLiteError.check(code, handle, path: connection.path, doing: "opening")
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, 10_000)
    return connection
  }

  /// Runs statements that give no rows.
  func execute(_ sql: String) throws(SinkError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    try SQLiteError.check(code, handle, path: path, doing: sql)
  }

  func prepare(_ sql: String) throws(SinkError) -> SQLiteStatement {
    try SQLiteStatement.prepare(sql, on: self)
  }
}

/// A name as SQL quotes it.
func quoted(_ name: String) -> String {
  "\"" + name.pieces(at: "\"", keepingEmpty: true).joined(separator: "\"\"") + "\""
}

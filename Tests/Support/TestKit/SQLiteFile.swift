import CSQLite

/// An SQLite file opened for reading, by this kit's own few lines over the C library.
public final class SQLiteFile {
  /// What SQLite said.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private let handle: OpaquePointer

  /// Opens the file; it must be there.
  public init(_ path: String, writable: Bool = false) throws {
    var handle: OpaquePointer?
    let flags = writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard let handle, code == SQLITE_OK else { throw Failure(description: "\(path): code \(code)") }
    self.handle = handle
  }

  deinit { sqlite3_close(handle) }

  /// Runs a statement and gives its rows.
  @discardableResult
  public func rows(_ sql: String) throws -> [[PlainCell]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw failure(sql) }
    defer { sqlite3_finalize(statement) }
    var rows: [[PlainCell]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_DONE: return rows
      case SQLITE_ROW:
        rows.append((0..<sqlite3_column_count(statement)).map { cell(statement, $0) })
      default: throw failure(sql)
      }
    }
  }

  /// The first cell of the first row.
  public func cell(_ sql: String) throws -> PlainCell { try rows(sql).first?.first ?? .null }

  /// The first column as texts.
  public func texts(_ sql: String) throws -> [String] {
    try rows(sql).map { row in
      if case .text(let bytes) = row[0] { String(decoding: bytes, as: UTF8.self) } else { row[0].description }
    }
  }

  private func failure(_ sql: String) -> Failure {
    Failure(description: "\(String(cString: sqlite3_errmsg(handle))) in \(sql)")
  }

  private func cell(_ statement: OpaquePointer?, _ column: Int32) -> PlainCell {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL: return .null
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    default:
      guard let start = sqlite3_column_blob(statement, column) else { return .text([]) }
      return .text(
        Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))))
    }
  }
}

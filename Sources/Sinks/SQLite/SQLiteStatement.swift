import CSQLite
import Replay

/// The owner of one prepared statement.
final class SQLiteStatement {
  private let handle: OpaquePointer
  private let connection: SQLiteConnection

  private init(owning handle: OpaquePointer, on connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  static func prepare(
    _ sql: String, on connection: SQLiteConnection
  ) throws(SinkError) -> SQLiteStatement {
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    try SQLiteError.check(code, connection.handle, path: connection.path, doing: sql)
    guard let handle else {
      throw .failed(destination: connection.path, doing: sql, message: "an empty statement")
    }
    return SQLiteStatement(owning: handle, on: connection)
  }

  /// One value to bind.
  enum Value {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    static func integer(_ value: Int) -> Value { .integer(Int64(value)) }
  }

  /// Runs the statement once for its effect.
  func run(_ values: [Value] = []) throws(SinkError) {
    try rows(values) { _ in }
  }

  /// Runs the statement and lends each row.
  func rows(
    _ values: [Value] = [], _ use: (borrowing SQLiteRow) throws(SinkError) -> Void
  ) throws(SinkError) {
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
    while try step() { try use(current) }
  }

  /// Goes to the next row; false after the last.
  func step() throws(SinkError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_DONE { return false }
    try check(code, doing: "a step of \(sql)")
    return true
  }

  /// The row that the last step went to.
  var current: SQLiteRow { SQLiteRow(statement: handle) }

  private var sql: String { sqlite3_sql(handle).map { String(cString: $0) } ?? "" }

  private func bind(_ value: Value, at index: Int32) throws(SinkError) {
    let code =
      switch value {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let number): sqlite3_bind_int64(handle, index, number)
      case .text(let text): bind(Array(text.utf8), at: index)
      case .bytes(let bytes): bind(bytes, at: index)
      }
    try check(code, doing: "binding")
  }

  private func bind(_ bytes: [UInt8], at index: Int32) -> Int32 {
    bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        sqlite3_bind_text64(
          handle, index, text.baseAddress ?? Self.emptyText, UInt64(text.count), bnus_sqlite_transient(),
          UInt8(SQLITE_UTF8))
      }
    }
  }

  /// What an empty text is bound from: a null pointer would bind NULL.
  nonisolated(unsafe) private static let emptyText: UnsafePointer<CChar> = {
    let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    byte.initialize(to: 0)
    return UnsafePointer(byte)
  }()

  private func check(_ code: Int32, doing: @autoclosure () -> String) throws(SinkError) {
    try SQLiteError.check(code, connection.handle, path: connection.path, doing: doing())
  }
}

/// The row a statement stands on, lent for the length of a closure.
struct SQLiteRow: ~Copyable {
  fileprivate let statement: OpaquePointer

  fileprivate init(statement: OpaquePointer) { self.statement = statement }

  var columnCount: Int { Int(sqlite3_column_count(statement)) }

  func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

  /// A count, as far as there can be one: sums of what a file says stay numbers.
  func count(_ column: Int) -> Int { Int(clamping: min(max(0, integer(column)), 1 << 48)) }

  func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
  }

  func isInteger(_ column: Int) -> Bool { kind(column) == .integer }

  /// What SQLite says a cell holds.
  enum Kind {
    case null, integer, text, other
  }

  func kind(_ column: Int) -> Kind {
    switch sqlite3_column_type(statement, Int32(column)) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .integer
    case SQLITE_TEXT: .text
    default: .other
    }
  }

  func text(_ column: Int) -> String {
    String(decoding: bytes(column), as: UTF8.self)
  }

  /// Valid until the next step.
  func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    // The order matters: `text` may convert, and only then is the length right.
    let start = sqlite3_column_text(statement, Int32(column))
    let count = sqlite3_column_bytes(statement, Int32(column))
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count))
  }
}

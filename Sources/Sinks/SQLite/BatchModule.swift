import CSQLite
import Projections
import Replay

/// The rows of a batch as a table that SQLite can select from, in key order: one
/// `INSERT … SELECT` writes a whole batch, which is twice as fast as binding row by row.
///
/// The table is temporary, belongs to one connection, and shows whatever batch `show` was given
/// last. Text is lent, never copied: SQLite is done with it before the batch is reset.
final class BatchModule {
  private var batch: RowBatch?
  private let columnCount: Int

  private init(columnCount: Int) { self.columnCount = columnCount }

  /// The name of a column in the temporary table.
  static func column(_ place: Int) -> String { "c\(place)" }

  /// Makes the temporary table `name` with the columns of `table`.
  static func attach(
    _ table: TableSchema, as name: String, to connection: SQLiteConnection
  ) throws(SinkError) -> BatchModule {
    let module = BatchModule(columnCount: table.columns.count)
    // SQLite releases the module when the connection closes.
    let context = Unmanaged.passRetained(module).toOpaque()
    let code = sqlite3_create_module_v2(connection.handle, name, callbacks, context) {
      context in
      if let context { Unmanaged<BatchModule>.fromOpaque(context).release() }
    }
    try SQLiteError.check(code, connection.handle, path: connection.path, doing: "module \(name)")
    try connection.execute("CREATE VIRTUAL TABLE temp.\(quoted(name)) USING \(quoted(name))")
    return module
  }

  /// Shows a batch while `use` runs.
  func show<R>(_ batch: RowBatch, _ use: () throws(SinkError) -> R) throws(SinkError) -> R {
    self.batch = batch
    defer { self.batch = nil }
    return try use()
  }

  private static let connect:
    @convention(c) (
      OpaquePointer?, UnsafeMutableRawPointer?, Int32,
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?,
      UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> Int32 = { database, context, _, _, table, _ in
      guard let context, let table else { return SQLITE_ERROR }
      let module = Unmanaged<BatchModule>.fromOpaque(context).takeUnretainedValue()
      let columns = (0..<module.columnCount).map(column).joined(separator: ",")
      let code = sqlite3_declare_vtab(database, "CREATE TABLE batch(\(columns))")
      if code != SQLITE_OK { return code }
      let made = UnsafeMutablePointer<BatchTable>.allocate(capacity: 1)
      made.initialize(to: BatchTable(base: sqlite3_vtab(), module: context))
      table.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
      return SQLITE_OK
    }

  private static let disconnect: @convention(c) (UnsafeMutablePointer<sqlite3_vtab>?) -> Int32 = {
    UnsafeMutableRawPointer($0)?.assumingMemoryBound(to: BatchTable.self).deallocate()
    return SQLITE_OK
  }

  /// What SQLite keeps for as long as the module lives: one set of callbacks for all.
  nonisolated(unsafe) private static let callbacks: UnsafePointer<sqlite3_module> = {
    var module = sqlite3_module()
    module.xCreate = connect
    module.xConnect = connect
    module.xDisconnect = disconnect
    module.xDestroy = disconnect
    module.xBestIndex = { _, _ in SQLITE_OK }
    module.xOpen = { table, cursor in
      guard let table, let cursor else { return SQLITE_ERROR }
      let context = UnsafeMutableRawPointer(table).assumingMemoryBound(to: BatchTable.self)
        .pointee.module
      cursor.pointee = BatchCursor.make(on: Unmanaged.fromOpaque(context))
      return SQLITE_OK
    }
    module.xClose = { cursor in
      BatchCursor.release(cursor)
      return SQLITE_OK
    }
    module.xFilter = { cursor, _, _, _, _ in
      BatchCursor.with(cursor) { $0.pointee.start() }
      return SQLITE_OK
    }
    module.xNext = { cursor in
      BatchCursor.with(cursor) { $0.pointee.next() }
      return SQLITE_OK
    }
    module.xEof = { cursor in BatchCursor.with(cursor) { $0.pointee.isAtEnd ? 1 : 0 } ?? 1 }
    module.xColumn = { cursor, result, column in
      BatchCursor.with(cursor) { $0.pointee.give(column: Int(column), to: result) }
      return SQLITE_OK
    }
    module.xRowid = { cursor, row in
      BatchCursor.with(cursor) { row?.pointee = $0.pointee.rowID }
      return SQLITE_OK
    }
    let kept = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    kept.initialize(to: module)
    return UnsafePointer(kept)
  }()

  var shown: RowBatch? { batch }
}

/// What SQLite holds for the table; begins with SQLite's own part.
private struct BatchTable {
  var base: sqlite3_vtab
  let module: UnsafeMutableRawPointer
}

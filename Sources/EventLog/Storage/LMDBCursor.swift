import CLMDB

/// A walk over one database's entries in the order of their keys.
struct LMDBCursor: ~Copyable {
  private let handle: OpaquePointer
  private let path: String

  /// What a cursor lends until its transaction ends or writes.
  typealias Entry = (key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)

  static func open(_ database: MDB_dbi, _ transaction: OpaquePointer, _ path: String) throws(EventLogError)
    -> LMDBCursor
  {
    var cursor: OpaquePointer?
    try LMDBError.check(mdb_cursor_open(transaction, database, &cursor), "walk a database", path)
    guard let cursor else { throw .lmdb(operation: "walk a database", code: "no handle") }
    return LMDBCursor(owning: cursor, path: path)
  }

  private init(owning handle: OpaquePointer, path: String) {
    self.handle = handle
    self.path = path
  }

  deinit { mdb_cursor_close(handle) }

  func first() throws(EventLogError) -> Entry? { try move(MDB_FIRST) }
  func last() throws(EventLogError) -> Entry? { try move(MDB_LAST) }
  func next() throws(EventLogError) -> Entry? { try move(MDB_NEXT) }
  func previous() throws(EventLogError) -> Entry? { try move(MDB_PREV) }

  /// The first entry whose key is `key` or after it.
  func seek(_ key: [UInt8]) throws(EventLogError) -> Entry? {
    try key.withBytes { bytes throws(EventLogError) in try move(MDB_SET_RANGE, MDB_val(borrowing: bytes)) }
  }

  private func move(_ operation: MDB_cursor_op, _ start: MDB_val = MDB_val()) throws(EventLogError) -> Entry?
  {
    var key = start
    var value = MDB_val()
    let code = mdb_cursor_get(handle, &key, &value, operation)
    if code == MDB_NOTFOUND { return nil }
    try LMDBError.check(code, "walk a database", path)
    return (UnsafeRawBufferPointer(key), UnsafeRawBufferPointer(value))
  }
}

import CLMDB

/// A write transaction: what is put into it appears whole on commit, and not at all otherwise.
struct WriteTransaction: ~Copyable {
  let view: TransactionView
  private var isOpen = true

  static func begin(
    _ environment: borrowing LMDBEnvironment, _ databases: Databases
  ) throws(EventLogError) -> WriteTransaction {
    let handle = try environment.begin(0)
    return WriteTransaction(
      owning: TransactionView(handle: handle, databases: databases, path: environment.path))
  }

  private init(owning view: TransactionView) {
    self.view = view
  }

  deinit {
    if isOpen { mdb_txn_abort(view.handle) }
  }

  /// Makes everything durable. Where this fails the log is as it was before, unless the error is `commitUncertain`;
  /// LMDB ends the transaction, and lets no other begin if it was the end of the commit that failed.
  consuming func commit() throws(EventLogError) {
    isOpen = false
    let before = CommitSlot(view.handle)
    let code = mdb_txn_commit(view.handle)
    guard code != 0 else { return }
    guard before?.takeBack() ?? true else { throw .commitUncertain(path: view.path, errno: code) }
    try LMDBError.check(code, "commit an append", view.path)
  }

  /// Puts an entry; with `MDB_APPEND` in `flags` its key must come after all others.
  func put(
    _ database: MDB_dbi, _ key: [UInt8], _ value: UnsafeRawBufferPointer, flags: CInt = 0
  ) throws(EventLogError) {
    try key.withBytes { bytes throws(EventLogError) in
      var key = MDB_val(borrowing: bytes)
      var value = MDB_val(borrowing: value)
      try LMDBError.check(mdb_put(view.handle, database, &key, &value, UInt32(flags)), "append", view.path)
    }
  }

  /// Makes the archive one of a later format, where it is not one already.
  func raiseFormat(to format: Int) throws(EventLogError) {
    let key = ArchiveFormat.MetaKey.formatVersion
    let found = try view.value(view.databases.meta, key).map {
      Int(UInt32(bigEndian: $0.loadUnaligned(as: UInt32.self)))
    }
    guard let found, found < format else { return }
    try put(view.databases.meta, key, withUnsafeBytes(of: UInt32(format).bigEndian) { Array($0) })
  }

  /// Gives the archive another id.
  func rename(to id: ArchiveID) throws(EventLogError) {
    try put(view.databases.meta, ArchiveFormat.MetaKey.archiveID, id.bytes.withBytes { Array($0) })
  }

  func put(_ database: MDB_dbi, _ key: [UInt8], _ value: [UInt8], flags: CInt = 0) throws(EventLogError) {
    try value.withBytes { bytes throws(EventLogError) in try put(database, key, bytes, flags: flags) }
  }
}

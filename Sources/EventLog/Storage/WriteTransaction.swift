import CLMDB
import EventModel

/// A write transaction: everything stored in it takes effect on commit, and nothing otherwise.
struct WriteTransaction: ~Copyable {
  let view: TransactionView
  private var isOpen = true

  static func begin(_ archive: OpenArchive) throws(EventLogError) -> WriteTransaction {
    let handle = try archive.environment.begin(0)
    do throws(EventLogError) {
      guard let pages = try archive.pages.view(of: UInt64(mdb_txn_id(handle)) -| 1) else {
        throw .damagedArchive(path: archive.path, what: "no meta page is of the commit that LMDB writes upon")
      }
      return WriteTransaction(
        owning: TransactionView(
          handle: handle, databases: archive.databases, path: archive.path, pages: pages, isWriting: true))
    } catch {
      mdb_txn_abort(handle)
      throw error
    }
  }

  private init(owning view: TransactionView) {
    self.view = view
  }

  deinit {
    if isOpen { mdb_txn_abort(view.handle) }
  }

  /// Makes everything durable. Where this fails the log is unchanged, unless the error is `commitUncertain`; LMDB ends
  /// the transaction, and refuses all others if the end of the commit failed.
  consuming func commit() throws(EventLogError) {
    isOpen = false
    let before = CommitSlot(view.handle)
    let code = mdb_txn_commit(view.handle)
    guard code != 0 else { return }
    guard before?.takeBack() ?? true else { throw .commitUncertain(path: view.path, errno: code) }
    try LMDBError.check(code, "commit an append", view.path)
  }

  /// Stores an entry; with `MDB_APPEND` in `flags` its key must come after all others.
  func put(
    _ database: MDB_dbi, _ key: [UInt8], _ value: UnsafeRawBufferPointer, flags: CInt = 0
  ) throws(EventLogError) {
    try key.withBytes { bytes throws(EventLogError) in
      // LMDB follows the pages that lead to the key without checking them. Those at the end of a database were checked
      // before the first append, and are our own since.
      if flags & MDB_APPEND == 0 { try view.pages.check(database, bytes) }
      var key = MDB_val(borrowing: bytes)
      var value = MDB_val(borrowing: value)
      try LMDBError.check(mdb_put(view.handle, database, &key, &value, UInt32(flags)), "append", view.path)
    }
  }

  /// Raises the archive's format, where it is lower.
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
    let bytes = id.bytes.withBytes { Array($0) }
    let createdAt = try view.value(view.databases.meta, ArchiveFormat.MetaKey.createdAt).map { Array($0) }
    let check = ArchiveFormat.check(id: bytes, createdAt: createdAt ?? [])
    try put(view.databases.meta, ArchiveFormat.MetaKey.archiveID, bytes)
    try put(view.databases.meta, ArchiveFormat.MetaKey.check, check)
  }

  func put(_ database: MDB_dbi, _ key: [UInt8], _ value: [UInt8], flags: CInt = 0) throws(EventLogError) {
    try value.withBytes { bytes throws(EventLogError) in try put(database, key, bytes, flags: flags) }
  }
}

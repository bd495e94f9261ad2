import CLMDB
import EventModel

/// What makes an environment an archive, found or created.
struct ArchiveContents {
  let databases: Databases
  let archiveID: ArchiveID

  static func open(
    _ environment: borrowing LMDBEnvironment, _ mode: EventLog.Mode
  ) throws(EventLogError) -> ArchiveContents {
    let path = environment.path
    let transaction = try environment.begin(mode.isReadOnly ? MDB_RDONLY : 0)
    let contents: ArchiveContents
    do throws(EventLogError) {
      contents = try find(transaction, mode, path)
    } catch {
      mdb_txn_abort(transaction)
      throw error
    }
    // Committing a read transaction is what keeps the handles it opened.
    try LMDBError.check(mdb_txn_commit(transaction), "open its databases", path)
    return contents
  }

  private static func find(
    _ transaction: OpaquePointer, _ mode: EventLog.Mode, _ path: String
  ) throws(EventLogError) -> ArchiveContents {
    if let meta = try Databases.open("\(Databases.metaName)", transaction, flags: 0, path: path) {
      let id = try read(meta, transaction, path)
      try verifyCheck(of: meta, transaction, mode, path)
      return ArchiveContents(
        databases: try Databases(meta: meta, transaction: transaction, flags: 0, path: path), archiveID: id)
    }
    guard try isEmpty(transaction, path) else { throw .notAnArchive(path: path) }
    // An empty environment is one whose creation was interrupted.
    guard mode == .create else { throw .noArchive(path: path) }
    return try make(transaction, path)
  }

  private static func make(_ transaction: OpaquePointer, _ path: String) throws(EventLogError)
    -> ArchiveContents
  {
    guard let meta = try Databases.open("\(Databases.metaName)", transaction, flags: MDB_CREATE, path: path)
    else {
      throw .lmdb(operation: "make a database", code: "no handle")
    }
    let id = ArchiveID.random()
    let entries: [([UInt8], [UInt8])] = [
      (
        ArchiveFormat.MetaKey.formatVersion,
        withUnsafeBytes(of: UInt32(ArchiveFormat.first).bigEndian) { Array($0) }
      ),
      (ArchiveFormat.MetaKey.archiveID, id.bytes.withBytes { Array($0) }),
      (
        ArchiveFormat.MetaKey.createdAt,
        withUnsafeBytes(of: Timestamp.now().microseconds.bigEndian) { Array($0) }
      ),
    ]
    for (key, value) in entries {
      try put(key, value, in: meta, transaction, path)
    }
    try verifyCheck(of: meta, transaction, .create, path)
    return ArchiveContents(
      databases: try Databases(meta: meta, transaction: transaction, flags: MDB_CREATE, path: path),
      archiveID: id
    )
  }

  private static func read(
    _ meta: MDB_dbi, _ transaction: OpaquePointer, _ path: String
  ) throws(EventLogError) -> ArchiveID {
    guard let format = try value(ArchiveFormat.MetaKey.formatVersion, meta, transaction, path),
      format.count == 4
    else {
      throw .notAnArchive(path: path)
    }
    let found = Int(UInt32(bigEndian: format.loadUnaligned(as: UInt32.self)))
    guard found <= ArchiveFormat.version else {
      throw .newerFormat(found: found, supported: ArchiveFormat.version, path: path)
    }
    guard found > 0 else { throw .damagedArchive(path: path, what: "its format is \(found)") }
    guard let id = try value(ArchiveFormat.MetaKey.archiveID, meta, transaction, path),
      id.count == SixteenBytes.byteCount
    else { throw .damagedArchive(path: path, what: "its id is missing") }
    return ArchiveID(bytes: SixteenBytes(bytes: id))
  }

  /// Verifies the archive's id and time against the check beside them. An archive without one gets it from the next
  /// writer.
  private static func verifyCheck(
    of meta: MDB_dbi, _ transaction: OpaquePointer, _ mode: EventLog.Mode, _ path: String
  ) throws(EventLogError) {
    func stored(_ key: [UInt8]) throws(EventLogError) -> [UInt8] {
      try value(key, meta, transaction, path).map { Array($0) } ?? []
    }
    let check = ArchiveFormat.check(
      id: try stored(ArchiveFormat.MetaKey.archiveID), createdAt: try stored(ArchiveFormat.MetaKey.createdAt))
    if let stored = try value(ArchiveFormat.MetaKey.check, meta, transaction, path) {
      guard stored.isSame(as: check) else {
        throw .damagedArchive(
          path: path, what: "its id and the time of its making are not as they were written")
      }
    } else if !mode.isReadOnly {
      try put(ArchiveFormat.MetaKey.check, check, in: meta, transaction, path)
    }
  }

  private static func isEmpty(_ transaction: OpaquePointer, _ path: String) throws(EventLogError) -> Bool {
    guard let root = try Databases.openUnnamed(transaction, path) else { return true }
    var status = MDB_stat()
    try LMDBError.check(mdb_stat(transaction, root, &status), "read its statistics", path)
    return status.ms_entries == 0
  }

  private static func value(
    _ key: [UInt8], _ database: MDB_dbi, _ transaction: OpaquePointer, _ path: String
  ) throws(EventLogError) -> UnsafeRawBufferPointer? {
    try key.withBytes { bytes throws(EventLogError) in
      var key = MDB_val(borrowing: bytes)
      var value = MDB_val()
      let code = mdb_get(transaction, database, &key, &value)
      if code == MDB_NOTFOUND { return nil }
      try LMDBError.check(code, "read meta", path)
      return UnsafeRawBufferPointer(value)
    }
  }

  private static func put(
    _ key: [UInt8], _ value: [UInt8], in database: MDB_dbi, _ transaction: OpaquePointer, _ path: String
  ) throws(EventLogError) {
    try key.withBytes { keyBytes throws(EventLogError) in
      try value.withBytes { valueBytes throws(EventLogError) in
        var key = MDB_val(borrowing: keyBytes)
        var value = MDB_val(borrowing: valueBytes)
        try LMDBError.check(mdb_put(transaction, database, &key, &value, 0), "write meta", path)
      }
    }
  }
}

import CLMDB

/// What a transaction can look up, whoever owns it: values are lent until the transaction ends or writes.
struct TransactionView {
  let handle: OpaquePointer
  let databases: Databases
  let path: String

  /// The value under `key`, or nil.
  func value(_ database: MDB_dbi, _ key: UnsafeRawBufferPointer) throws(EventLogError)
    -> UnsafeRawBufferPointer?
  {
    var key = MDB_val(borrowing: key)
    var value = MDB_val()
    let code = mdb_get(handle, database, &key, &value)
    if code == MDB_NOTFOUND { return nil }
    try LMDBError.check(code, "read", path)
    return UnsafeRawBufferPointer(value)
  }

  func value(_ database: MDB_dbi, _ key: [UInt8]) throws(EventLogError) -> UnsafeRawBufferPointer? {
    try key.withBytes { bytes throws(EventLogError) in try value(database, bytes) }
  }

  /// The value under a big-endian number.
  func value(_ database: MDB_dbi, number: UInt64) throws(EventLogError) -> UnsafeRawBufferPointer? {
    try withUnsafeBytes(of: number.bigEndian) { bytes throws(EventLogError) in try value(database, bytes) }
  }

  func cursor(_ database: MDB_dbi) throws(EventLogError) -> LMDBCursor {
    try LMDBCursor.open(database, handle, path)
  }

  /// How many entries a database has and how many pages it takes.
  func size(_ database: MDB_dbi) throws(EventLogError) -> (entries: UInt64, pages: UInt64) {
    var status = MDB_stat()
    try LMDBError.check(mdb_stat(handle, database, &status), "read its statistics", path)
    let pages = status.ms_branch_pages + status.ms_leaf_pages + status.ms_overflow_pages
    return (UInt64(status.ms_entries), UInt64(pages))
  }

  /// The log's last sequence, 0 when it is empty.
  func lastSequence() throws(EventLogError) -> UInt64 {
    guard let (key, _) = try cursor(databases.events).last() else { return 0 }
    guard key.count == 8, let sequence = LogKey.trailingSequence(key) else {
      throw .damagedArchive(path: path, what: "a key of events has \(key.count) bytes")
    }
    return sequence
  }

  /// The stored header of an event.
  func headerBytes(of sequence: UInt64, last: UInt64) throws(EventLogError) -> UnsafeRawBufferPointer {
    guard (1...max(1, last)).contains(sequence), last > 0 else { throw .noSuchEvent(sequence: sequence) }
    guard let bytes = try value(databases.events, number: sequence) else {
      throw .damaged(sequence: sequence, what: "its header is missing")
    }
    return bytes
  }

  func header(of sequence: UInt64, last: UInt64) throws(EventLogError) -> EventHeader {
    let bytes = try headerBytes(of: sequence, last: last)
    do throws(FormatError) {
      return try HeaderCodec.decode(bytes)
    } catch {
      throw .damaged(sequence: sequence, what: error.what)
    }
  }

  func bodyRecord(of sequence: UInt64) throws(EventLogError) -> BodyRecord {
    guard let bytes = try value(databases.bodies, number: sequence) else {
      throw .damaged(sequence: sequence, what: "its body is missing")
    }
    do throws(FormatError) {
      return try BodyRecord(bytes, of: sequence)
    } catch {
      throw .damaged(sequence: sequence, what: error.what)
    }
  }

  func run(_ id: RunID) throws(EventLogError) -> RunRecord? {
    guard let bytes = try value(databases.runs, Array(id.text.utf8)) else { return nil }
    return try runRecord(bytes, id)
  }

  func runRecord(_ bytes: UnsafeRawBufferPointer, _ id: RunID) throws(EventLogError) -> RunRecord {
    do throws(FormatError) {
      return try RunRecordCodec.decode(bytes, id: id)
    } catch {
      throw .damagedArchive(path: path, what: "the record of run \(id): \(error.what)")
    }
  }

  /// The sequence of the event of this identity.
  func sequence(run: RunID, ordinal: UInt32) throws(EventLogError) -> UInt64? {
    guard let bytes = try value(databases.identity, LogKey.identity(run, ordinal)) else { return nil }
    guard bytes.count == 8, let sequence = LogKey.trailingSequence(bytes) else {
      throw .damagedArchive(path: path, what: "the identity of run \(run), ordinal \(ordinal) leads nowhere")
    }
    return sequence
  }

  /// One hash of the tree by its place.
  func hash(at position: UInt64) throws(EventLogError) -> Digest {
    guard let bytes = try value(databases.tree, number: position), bytes.count == Digest.byteCount else {
      throw .damagedArchive(path: path, what: "the tree's hash \(position) is missing")
    }
    return Digest(bytes: bytes)
  }

  var merkleTree: MerkleTree<EventLogError> {
    MerkleTree { position throws(EventLogError) in try hash(at: position) }
  }
}

extension MDB_val {
  /// LMDB does not write through the pointers of keys and values it is given.
  init(borrowing bytes: UnsafeRawBufferPointer) {
    self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
  }
}

extension UnsafeRawBufferPointer {
  init(_ value: MDB_val) {
    self.init(start: value.mv_data, count: value.mv_size)
  }
}

import CLMDB
import EventModel

/// Look-ups within a transaction, whoever owns it: values are lent until the transaction ends or writes.
///
/// A reader reads the checked pages of a commit. A writer also sees what it has stored so far, through LMDB, which
/// reaches only pages that were checked before.
struct TransactionView {
  let handle: OpaquePointer
  let databases: Databases
  let path: String
  /// The commit that is read, or that the transaction builds upon.
  let pages: PageView
  let isWriting: Bool

  /// The commit that a writer builds upon, without what it has stored so far.
  var committed: TransactionView {
    TransactionView(handle: handle, databases: databases, path: path, pages: pages, isWriting: false)
  }

  /// The value under `key`, or nil.
  func value(_ database: MDB_dbi, _ key: UnsafeRawBufferPointer) throws(EventLogError)
    -> UnsafeRawBufferPointer?
  {
    let stored = try pages.value(in: database, for: key)
    guard isWriting else { return stored }
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

  /// The value of an event, under its sequence. Damage on the way to it is reported as that event's damage.
  private func value(
    _ database: MDB_dbi, of sequence: UInt64, _ what: String
  ) throws(EventLogError) -> UnsafeRawBufferPointer {
    do throws(EventLogError) {
      if let value = try value(database, number: sequence) { return value }
    } catch .damagedArchive(_, let why) {
      throw .damaged(sequence: sequence, what: "\(what) cannot be read: \(why)")
    }
    throw .damaged(sequence: sequence, what: "\(what) is missing")
  }

  /// A cursor over a committed database whose tree was checked as a whole.
  func cursor(_ database: MDB_dbi) throws(EventLogError) -> PageCursor {
    let tree = pages.tree(database)
    try pages.requireWhole(tree)
    return PageCursor(pages, tree)
  }

  /// How many entries a committed database has and how many pages it takes.
  func size(_ database: MDB_dbi) -> (entries: UInt64, pages: UInt64) {
    let tree = pages.tree(database)
    return (tree.entries, tree.pages)
  }

  /// The log's last committed sequence, 0 when it is empty.
  func lastSequence() throws(EventLogError) -> UInt64 {
    var cursor = PageCursor(pages, pages.tree(databases.events))
    guard let (key, _) = try cursor.last() else { return 0 }
    guard key.count == 8, let sequence = LogKey.trailingSequence(key) else {
      throw .damagedArchive(path: path, what: "a key of events has \(key.count) bytes")
    }
    return sequence
  }

  /// The stored header of an event, unverified.
  func headerBytes(of sequence: UInt64, last: UInt64) throws(EventLogError) -> UnsafeRawBufferPointer {
    guard (1...max(1, last)).contains(sequence), last > 0 else { throw .noSuchEvent(sequence: sequence) }
    return try value(databases.events, of: sequence, "its header")
  }

  /// The stored header of an event, verified against its leaf in the tree and its place in the log.
  func verifiedHeaderBytes(of sequence: UInt64, last: UInt64) throws(EventLogError) -> UnsafeRawBufferPointer
  {
    let bytes = try headerBytes(of: sequence, last: last)
    try verify(bytes, of: sequence)
    return bytes
  }

  private func verify(_ header: UnsafeRawBufferPointer, of sequence: UInt64) throws(EventLogError) {
    let isMarked = !isWriting && pages.eventMarks.reaches(sequence)
    if isMarked, pages.eventMarks[sequence] != 0 { return }
    let place = TreeLayout.position(level: 0, index: sequence -| 1)
    do throws(EventLogError) {
      guard try hash(at: place) == TreeHash.leaf(header) else {
        throw .damaged(sequence: sequence, what: "its header differs from its leaf in the tree")
      }
    } catch .damagedArchive(_, let why) {
      throw .damaged(sequence: sequence, what: "its leaf in the tree cannot be read: \(why)")
    }
    guard HeaderCodec.sequence(header) == sequence else {
      throw .damaged(sequence: sequence, what: "its header is that of another event")
    }
    if isMarked { pages.eventMarks[sequence] = 1 }
  }

  /// The header of an event, verified against its leaf in the tree.
  func header(of sequence: UInt64, last: UInt64) throws(EventLogError) -> EventHeader {
    try decode(try verifiedHeaderBytes(of: sequence, last: last), of: sequence)
  }

  /// Decodes the bytes of a header.
  func decode(_ header: UnsafeRawBufferPointer, of sequence: UInt64) throws(EventLogError) -> EventHeader {
    do throws(FormatError) {
      return try HeaderCodec.decode(header)
    } catch {
      throw .damaged(sequence: sequence, what: error.what)
    }
  }

  /// Decodes the front of a header.
  func facts(_ header: UnsafeRawBufferPointer, of sequence: UInt64) throws(EventLogError) -> HeaderFacts {
    do throws(FormatError) {
      return try HeaderFacts(header)
    } catch {
      throw .damaged(sequence: sequence, what: error.what)
    }
  }

  func bodyRecord(of sequence: UInt64) throws(EventLogError) -> BodyRecord {
    let bytes = try value(databases.bodies, of: sequence, "its body")
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

  /// The sequence of the event of this identity, verified against that event's header. Where there is none, the entries
  /// beside its place are verified: an entry that was altered in place would be there.
  func sequence(run: RunID, ordinal: UInt32) throws(EventLogError) -> UInt64? {
    let key = LogKey.identity(run, ordinal)
    if let bytes = try value(databases.identity, key) {
      return try key.withBytes { key throws(EventLogError) in try event(ofIdentity: key, bytes) }
    }
    var cursor = PageCursor(pages, pages.tree(databases.identity))
    let behind = try cursor.seek(key)
    if let (key, value) = behind { _ = try event(ofIdentity: key, value) }
    if let (key, value) = behind == nil ? try cursor.last() : try cursor.previous() {
      _ = try event(ofIdentity: key, value)
    }
    return nil
  }

  /// The event that an entry of `identity` leads to, verified against its header.
  private func event(
    ofIdentity key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
  ) throws(EventLogError) -> UInt64 {
    guard value.count == 8, let sequence = LogKey.trailingSequence(value), sequence > 0 else {
      throw .damagedArchive(path: path, what: "an entry of identity leads nowhere")
    }
    let header = try headerBytes(of: sequence, last: sequence)
    let facts = try facts(header, of: sequence)
    guard key.isSame(as: Array(facts.run) + [0] + LogKey.ordinal(facts.ordinal)) else {
      throw .damaged(sequence: sequence, what: "the index by identity leads to it from elsewhere")
    }
    return sequence
  }

  /// One hash of the tree by its place, unverified.
  func hash(at position: UInt64) throws(EventLogError) -> Digest {
    guard let bytes = try value(databases.tree, number: position), bytes.count == Digest.byteCount else {
      throw .damagedArchive(path: path, what: "the tree's hash \(position) is missing")
    }
    return Digest(bytes: bytes)
  }

  /// The tree of stored hashes, unverified.
  var merkleTree: MerkleTree<EventLogError> {
    MerkleTree { level, index throws(EventLogError) in
      try hash(at: TreeLayout.position(level: level, index: index))
    }
  }

  /// The tree of stored hashes, each verified against what it is the hash of: the two below it, or the header.
  var verifiedTree: MerkleTree<EventLogError> {
    MerkleTree { level, index throws(EventLogError) in
      let hash = try hash(at: TreeLayout.position(level: level, index: index))
      if level == 0 {
        _ = try verifiedHeaderBytes(of: index +| 1, last: index +| 1)
        return hash
      }
      let below = try (0...1).map { side throws(EventLogError) in
        try self.hash(at: TreeLayout.position(level: level - 1, index: 2 *| index +| side))
      }
      guard TreeHash.node(below[0], below[1]) == hash else {
        throw .damagedArchive(
          path: path, what: "the tree's hash of level \(level) at \(index) is not of those below it")
      }
      return hash
    }
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

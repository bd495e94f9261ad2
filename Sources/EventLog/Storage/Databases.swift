import CLMDB

/// The handles of an archive's databases, valid as long as its environment.
struct Databases: Sendable {
  let meta: MDB_dbi
  /// BE64 sequence → header.
  let events: MDB_dbi
  /// BE64 sequence → body record.
  let bodies: MDB_dbi
  /// run id → run record.
  let runs: MDB_dbi
  /// run ‖ 0x00 ‖ BE32 ordinal → BE64 sequence.
  let identity: MDB_dbi
  /// endpoint ‖ 0x00 ‖ BE64 sequence → nothing.
  let byEndpoint: MDB_dbi
  /// request key ‖ BE64 sequence → nothing.
  let byRequest: MDB_dbi
  /// BE64 place → hash.
  let tree: MDB_dbi
  /// name → BE64 watermark ‖ state.
  let cursors: MDB_dbi

  static let metaName: StaticString = "meta"

  /// Every database by name.
  var named: [(name: StaticString, handle: MDB_dbi)] {
    [
      ("meta", meta), ("events", events), ("bodies", bodies), ("runs", runs), ("identity", identity),
      ("by_endpoint", byEndpoint), ("by_request", byRequest), ("tree", tree),
      ("cursors", cursors),
    ]
  }

  /// Opens all of them; `MDB_CREATE` in `flags` creates those that are missing.
  init(meta: MDB_dbi, transaction: OpaquePointer, flags: CInt, path: String) throws(EventLogError) {
    func open(_ name: String) throws(EventLogError) -> MDB_dbi {
      guard let handle = try Self.open(name, transaction, flags: flags, path: path) else {
        throw .damagedArchive(path: path, what: "the database \(name) is missing")
      }
      return handle
    }
    self.meta = meta
    events = try open("events")
    bodies = try open("bodies")
    runs = try open("runs")
    identity = try open("identity")
    byEndpoint = try open("by_endpoint")
    byRequest = try open("by_request")
    tree = try open("tree")
    cursors = try open("cursors")
  }

  /// One database, or nil when there is none of that name.
  static func open(
    _ name: String, _ transaction: OpaquePointer, flags: CInt, path: String
  ) throws(EventLogError) -> MDB_dbi? {
    var handle: MDB_dbi = 0
    let code = mdb_dbi_open(transaction, name, UInt32(flags), &handle)
    if code == MDB_NOTFOUND { return nil }
    try LMDBError.check(code, "open a database", path)
    return handle
  }

  /// LMDB's own list of databases.
  static func openUnnamed(_ transaction: OpaquePointer, _ path: String) throws(EventLogError) -> MDB_dbi? {
    var handle: MDB_dbi = 0
    let code = mdb_dbi_open(transaction, nil, 0, &handle)
    if code == MDB_NOTFOUND { return nil }
    try LMDBError.check(code, "open a database", path)
    return handle
  }
}

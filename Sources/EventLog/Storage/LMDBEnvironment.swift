import CLMDB
import Glibc

/// An open LMDB environment and the rights that go with it, given back after it is closed.
///
/// `@unchecked Sendable`: LMDB promises that an environment handle may be used from every thread, and with MDB_NOTLS
/// that read transactions belong to their handles, not to threads.
struct LMDBEnvironment: ~Copyable, @unchecked Sendable {
  let handle: OpaquePointer
  let path: String
  // A struct's fields end after its deinit: the rights outlive the environment.
  private let claim: OpenArchives.Claim
  private let writerLock: WriterLock?

  static let maximumReaders: UInt32 = 512
  static let maximumDatabases: UInt32 = 16

  static func open(
    at path: String, flags: CInt, mapBytes: Int, claim: consuming OpenArchives.Claim,
    writerLock: consuming WriterLock?
  ) throws(EventLogError) -> LMDBEnvironment {
    var created: OpaquePointer?
    try LMDBError.check(mdb_env_create(&created), "prepare to open", path)
    guard let handle = created else { throw .lmdb(operation: "prepare to open", code: "no handle") }
    // From here the struct owns the handle: LMDB wants it closed even when opening fails.
    let environment = LMDBEnvironment(owning: handle, path: path, claim: claim, writerLock: writerLock)
    try LMDBError.check(mdb_env_set_mapsize(handle, mapBytes), "set the map size", path)
    try LMDBError.check(mdb_env_set_maxreaders(handle, maximumReaders), "set the number of readers", path)
    try LMDBError.check(mdb_env_set_maxdbs(handle, maximumDatabases), "set the number of databases", path)
    let code = mdb_env_open(handle, path, UInt32(flags | MDB_NOTLS), 0o600)
    if code == ENOMEM {
      // LMDB maps as much as its meta pages say that there is.
      let said = try MetaPage.pair(in: path).map {
        $0.lastPage.multipliedReportingOverflow(by: UInt64($0.pageBytes))
      }
      guard said.allSatisfy({ !$0.overflow && $0.partialValue <= UInt64(mapBytes) }) else {
        throw .damagedArchive(path: path, what: "its meta pages speak of more than \(mapBytes) bytes")
      }
      throw .mapRefused(path: path, bytes: mapBytes)
    }
    try LMDBError.check(code, "open the environment", path)
    try environment.clearStaleReaders()
    try environment.checkLength()
    return environment
  }

  private init(
    owning handle: OpaquePointer, path: String, claim: consuming OpenArchives.Claim,
    writerLock: consuming WriterLock?
  ) {
    self.handle = handle
    self.path = path
    self.claim = claim
    self.writerLock = writerLock
  }

  deinit { mdb_env_close(handle) }

  /// Frees the slots of readers whose process died.
  func clearStaleReaders() throws(EventLogError) {
    try LMDBError.check(mdb_reader_check(handle, nil), "clear stale readers", path)
  }

  /// Begins a transaction; a full table of readers is cleared of dead ones once.
  func begin(_ flags: CInt) throws(EventLogError) -> OpaquePointer {
    var transaction: OpaquePointer?
    var code = mdb_txn_begin(handle, nil, UInt32(flags), &transaction)
    if code == MDB_READERS_FULL {
      try clearStaleReaders()
      code = mdb_txn_begin(handle, nil, UInt32(flags), &transaction)
    }
    try LMDBError.check(code, "begin a transaction", path)
    guard let transaction else { throw .lmdb(operation: "begin a transaction", code: "no handle") }
    return transaction
  }

  /// The size of LMDB's pages, in bytes.
  func pageBytes() throws(EventLogError) -> Int {
    var status = MDB_stat()
    try LMDBError.check(mdb_env_stat(handle, &status), "read its statistics", path)
    return Int(status.ms_psize)
  }

  /// A file cut short would end the process at the first touch of a missing page. A few pages may be missing
  /// rightly: LMDB does not write pages that an append took and gave back.
  private func checkLength() throws(EventLogError) {
    var info = MDB_envinfo()
    try LMDBError.check(mdb_env_info(handle, &info), "read its size", path)
    let expected = (Int(info.me_last_pgno) + 1) * (try pageBytes())
    var status = stat()
    try SystemError.check(stat("\(path)/\(ArchiveFiles.data)", &status), "look at", path)
    guard Int(status.st_size) + (1 << 20) >= expected else {
      throw .damagedArchive(
        path: path, what: "\(ArchiveFiles.data) has \(status.st_size) bytes of \(expected)")
    }
  }
}

import CLMDB
import Platform
import Synchronization
import SystemPackage

/// An open LMDB environment and the rights that go with it, returned after it is closed.
///
/// `@unchecked Sendable`: LMDB promises that an environment handle may be used from every thread, and with MDB_NOTLS
/// that read transactions belong to their handles, not to threads.
struct LMDBEnvironment: ~Copyable, @unchecked Sendable {
  let handle: OpaquePointer
  let path: String
  private let access: EventLogError.Access
  private let reads = Mutex(ReaderMap())
  // A struct's fields end after its deinit: the rights outlive the environment.
  private let claim: OpenArchives.Claim
  private let writerLock: WriterLock?

  static let maximumReaders: UInt32 = 512
  static let maximumDatabases: UInt32 = 16

  static func open(
    at path: String, access: EventLogError.Access, mapBytes: Int, claim: consuming OpenArchives.Claim,
    writerLock: consuming WriterLock?
  ) throws(EventLogError) -> LMDBEnvironment {
    let handle = try openHandle(path, access, mapBytes)
    // From here the struct owns the handle: LMDB wants it closed even when a check fails.
    let environment = LMDBEnvironment(
      owning: handle, path: path, access: access, claim: claim, writerLock: writerLock)
    try environment.clearStaleReaders()
    try environment.checkLength()
    return environment
  }

  /// Writes an empty environment into an empty file, which is not synced.
  static func makeEmpty(file: String, of path: String, mapBytes: Int) throws(EventLogError) {
    guard let handle = try openHandle(file, MDB_NOSUBDIR | MDB_NOLOCK, mapping: mapBytes) else {
      throw .mapRefused(path: path, bytes: mapBytes, access: .writing)
    }
    mdb_env_close(handle)
  }

  /// A reader that cannot map the full map size maps the size of the file, with some room if possible.
  private static func openHandle(
    _ path: String, _ access: EventLogError.Access, _ mapBytes: Int
  ) throws(EventLogError) -> OpaquePointer {
    let flags = access == .reading ? MDB_RDONLY : 0
    if let handle = try openHandle(path, flags, mapping: mapBytes) { return handle }
    // LMDB maps as much as its meta pages state.
    let stated = try MetaPage.pair(in: path).map {
      $0.lastPage.multipliedReportingOverflow(by: UInt64($0.pageBytes))
    }
    guard stated.allSatisfy({ !$0.overflow && $0.partialValue <= UInt64(mapBytes) }) else {
      throw .damagedArchive(path: path, what: "its meta pages state more than \(mapBytes) bytes")
    }
    guard access == .reading else { throw .mapRefused(path: path, bytes: mapBytes, access: access) }
    let fileBytes = try fileBytes(path)
    for bytes in [ReaderMap.bytes(for: fileBytes), fileBytes] {
      if let handle = try openHandle(path, flags, mapping: bytes) { return handle }
    }
    throw .mapRefused(path: path, bytes: fileBytes, access: access)
  }

  /// Nil where the system cannot map that much.
  private static func openHandle(
    _ path: String, _ flags: CInt, mapping bytes: Int
  ) throws(EventLogError) -> OpaquePointer? {
    var created: OpaquePointer?
    try LMDBError.check(mdb_env_create(&created), "prepare to open", path)
    guard let handle = created else { throw .lmdb(operation: "prepare to open", code: "no handle") }
    do throws(EventLogError) {
      try LMDBError.check(mdb_env_set_mapsize(handle, bytes), "set the map size", path)
      try LMDBError.check(mdb_env_set_maxreaders(handle, maximumReaders), "set the number of readers", path)
      try LMDBError.check(mdb_env_set_maxdbs(handle, maximumDatabases), "set the number of databases", path)
      let code = mdb_env_open(handle, path, UInt32(flags | MDB_NOTLS), 0o600)
      if Errno(rawValue: code) == .noMemory {
        mdb_env_close(handle)
        return nil
      }
      try LMDBError.check(code, "open the environment", path)
      return handle
    } catch {
      mdb_env_close(handle)
      throw error
    }
  }

  private init(
    owning handle: OpaquePointer, path: String, access: EventLogError.Access,
    claim: consuming OpenArchives.Claim,
    writerLock: consuming WriterLock?
  ) {
    self.handle = handle
    self.path = path
    self.access = access
    self.claim = claim
    self.writerLock = writerLock
  }

  deinit { mdb_env_close(handle) }

  /// Frees the slots of readers whose process died.
  func clearStaleReaders() throws(EventLogError) {
    try LMDBError.check(mdb_reader_check(handle, nil), "clear stale readers", path)
  }

  /// Begins a read, which `endRead` ends. A map that the archive has outgrown is replaced where no other read is in
  /// progress.
  func beginRead() throws(EventLogError) -> OpaquePointer {
    try reads.withLock { map throws(EventLogError) in
      try map.requireUsable(path)
      do throws(EventLogError) {
        let transaction = try begin(MDB_RDONLY)
        map.readers += 1
        return transaction
      } catch .mapFull where access == .reading {
        try map.grow(handle, path, to: ReaderMap.bytes(for: try Self.fileBytes(path)))
      }
      let transaction = try begin(MDB_RDONLY)
      map.readers += 1
      return transaction
    }
  }

  /// Ends a read.
  func endRead(_ transaction: OpaquePointer) {
    mdb_txn_abort(transaction)
    reads.withLock { $0.readers -= 1 }
  }

  /// Begins a transaction; where the table of readers is full, dead ones are cleared once.
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

  /// LMDB's open data file; valid as long as the environment.
  func dataFile() throws(EventLogError) -> Int32 {
    var descriptor: Int32 = -1
    try LMDBError.check(mdb_env_get_fd(handle, &descriptor), "find its file", path)
    return descriptor
  }

  /// A truncated file would end the process at the first access to a missing page. A few pages may be missing without
  /// damage: LMDB does not write pages that an append allocated and freed.
  private func checkLength() throws(EventLogError) {
    var info = MDB_envinfo()
    try LMDBError.check(mdb_env_info(handle, &info), "read its size", path)
    let expected = (Int(info.me_last_pgno) + 1) * (try pageBytes())
    let bytes = try Self.fileBytes(path)
    guard bytes + (1 << 20) >= expected else {
      throw .damagedArchive(
        path: path, what: "\(ArchiveFiles.data) has \(bytes) bytes of \(expected)")
    }
  }

  /// The size of the data file.
  static func fileBytes(_ path: String) throws(EventLogError) -> Int {
    try SystemError.check("look at", path) { () throws(Errno) in
      try FileStatus.of("\(path)/\(ArchiveFiles.data)").bytes
    }
  }
}

/// The memory map of a reader, where the system does not allow the full map size.
private struct ReaderMap {
  var readers = 0
  private var isLost = false

  /// How many bytes are mapped for a file of this size: an eighth more, and at least 16 MiB more.
  static func bytes(for fileBytes: Int) -> Int { fileBytes + max(16 << 20, fileBytes / 8) }

  func requireUsable(_ path: String) throws(EventLogError) {
    if isLost { throw .mapOutgrown(path: path) }
  }

  /// Maps more. LMDB drops the old map first, so no read may be in progress.
  mutating func grow(_ handle: OpaquePointer, _ path: String, to bytes: Int) throws(EventLogError) {
    guard readers == 0 else { throw .mapOutgrown(path: path) }
    guard mdb_env_set_mapsize(handle, bytes) == 0 else {
      isLost = true
      throw .mapOutgrown(path: path)
    }
  }
}

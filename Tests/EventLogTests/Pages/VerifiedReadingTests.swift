import Foundation
import Testing

@testable import EventLog
@testable import EventModel

/// What reading holds to what. Here entries are altered through LMDB, so that every page is as it should be.
@Suite("What is read is verified")
struct VerifiedReadingTests {
  let directory: TemporaryDirectory
  let log: EventLog
  private static let count: UInt32 = 9

  init() throws {
    directory = try TemporaryDirectory()
    log = try EventLog.open(at: directory.archive, mode: .create)
    for ordinal in 0..<Self.count {
      _ = try log.append(Events.response(ordinal, query: "n=\(ordinal % 3)", body: Array("\(ordinal)".utf8)))
    }
  }

  private func read<R>(
    _ log: EventLog? = nil, _ use: (borrowing Snapshot) throws(EventLogError) -> R
  ) throws -> R {
    try (log ?? self.log).read { (snapshot: borrowing Snapshot) throws(EventLogError) in try use(snapshot) }
  }

  /// Expects that a read reports an event as damaged.
  private func expectDamaged(
    _ sequence: UInt64, in log: EventLog? = nil, _ use: (borrowing Snapshot) throws(EventLogError) -> Void
  ) {
    do {
      try read(log, use)
      Issue.record("nothing was found")
    } catch EventLogError.damaged(let found, _) {
      #expect(found == sequence)
    } catch {
      Issue.record("\(error)")
    }
  }

  private func expectDamagedArchive(_ use: (borrowing Snapshot) throws(EventLogError) -> Void) {
    do {
      try self.read(nil, use)
      Issue.record("nothing was found")
    } catch EventLogError.damagedArchive {
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("a header is the leaf of the tree, or damage")
  func header() throws {
    var header = try self.read { (snapshot) throws(EventLogError) in try snapshot.header(of: 4) }
    header.status = 404
    let bytes = HeaderCodec.encode(header)
    try log.tamper { (transaction) throws(EventLogError) in
      try transaction.put(transaction.view.databases.events, LogKey.sequence(4), bytes)
    }
    log.close()
    // Another process reads: this one has verified the header already.
    let log = try EventLog.open(at: directory.archive, mode: .readOnly)
    expectDamaged(4, in: log) { (snapshot) throws(EventLogError) in _ = try snapshot.header(of: 4) }
    expectDamaged(4, in: log) { (snapshot) throws(EventLogError) in _ = try snapshot.summary(of: 4) }
    expectDamaged(4, in: log) { (snapshot) throws(EventLogError) in
      try snapshot.withHeaderBytes(of: 4) { _ in }
    }
    expectDamaged(4, in: log) { (snapshot) throws(EventLogError) in _ = try snapshot.countedRuns() }
  }

  @Test("a body that has no checksum of its own is verified against its digest")
  func storedBody() throws {
    try log.tamper { (transaction) throws(EventLogError) in
      let key = LogKey.sequence(2)
      var record = try transaction.view.value(transaction.view.databases.bodies, key).map { Array($0) } ?? [0]
      record[record.count - 1] ^= 1
      try transaction.put(transaction.view.databases.bodies, key, record)
    }
    expectDamaged(2) { (snapshot) throws(EventLogError) in
      var reader = BodyReader()
      _ = try reader.body(of: 2, in: snapshot)
    }
  }

  @Test("an entry of an index that leads to another event is damage of that one")
  func indexEntry() throws {
    try log.tamper { (transaction) throws(EventLogError) in
      let databases = transaction.view.databases
      try transaction.put(databases.byEndpoint, LogKey.endpoint("/api/v3/account", 3), [])
      let key = RequestKey(method: "GET", path: "/api/v3/exchangeInfo", query: "n=0")
      try transaction.put(databases.byRequest, LogKey.request(key, 2), [])
    }
    expectDamaged(3) { (snapshot) throws(EventLogError) in
      _ = try snapshot.sequences(endpoint: "/api/v3/account")
    }
    // The entry stands beside those of another endpoint: what was altered there may have been one of them.
    expectDamaged(3) { (snapshot) throws(EventLogError) in
      _ = try snapshot.sequences(endpoint: "/api/v3/exchangeInfo")
    }
    expectDamaged(2) { (snapshot) throws(EventLogError) in
      _ = try snapshot.sequences(
        request: RequestKey(method: "GET", path: "/api/v3/exchangeInfo", query: "n=0"))
    }
  }

  @Test("an endpoint's events are as many in its index as in the log")
  func indexCount() throws {
    try log.tamper { (transaction) throws(EventLogError) in
      try transaction.remove(
        transaction.view.databases.byEndpoint, LogKey.endpoint("/api/v3/exchangeInfo", 5))
    }
    expectDamagedArchive { (snapshot) throws(EventLogError) in
      _ = try snapshot.runs(from: 1, through: snapshot.lastSequence)
    }
  }

  @Test("a run's record is what its events give")
  func run() throws {
    var record = try self.read { (snapshot) throws(EventLogError) in try snapshot.storedRuns()[0] }
    for change: (inout RunRecord) -> Void in [
      { $0.responses &+= 1 }, { $0.failures &+= 1 }, { $0.events &+= 1 }, { $0.lastSequence &-= 1 },
      { $0.endSequence = 2 }, { $0.lastObservedAt = Timestamp(microseconds: .max) }, { $0.imported = true },
    ] {
      let whole = record
      change(&record)
      let bytes = RunRecordCodec.encode(record)
      try log.tamper { (transaction) throws(EventLogError) in
        try transaction.put(transaction.view.databases.runs, Array("run-1".utf8), bytes)
      }
      #expect(throws: EventLogError.self) {
        try self.read { (snapshot) throws(EventLogError) in _ = try snapshot.countedRuns() }
      }
      record = whole
    }
  }

  @Test("a hash of the tree is that of the two below it, for a head, for a proof and for an append")
  func tree() throws {
    let place = TreeLayout.position(level: 3, index: 0)
    try log.tamper { (transaction) throws(EventLogError) in
      try transaction.put(
        transaction.view.databases.tree, LogKey.sequence(place), [UInt8](repeating: 1, count: 32))
    }
    expectDamagedArchive { (snapshot) throws(EventLogError) in _ = try snapshot.treeRoot(size: 9) }
    expectDamagedArchive { (snapshot) throws(EventLogError) in
      _ = try snapshot.inclusionProof(index: 8, size: 9)
    }
    log.close()
    let again = try EventLog.open(at: directory.archive, mode: .readWrite)
    #expect(throws: EventLogError.self) { try again.append(Events.response(50, body: [1])) }
    #expect(try again.lastSequence() == 9)
  }

  @Test("an identity that was altered where it lies does not let its event in again")
  func identity() throws {
    try log.tamper { (transaction) throws(EventLogError) in
      let identity = transaction.view.databases.identity
      try transaction.remove(identity, LogKey.identity(Events.run, 8))
      try transaction.put(identity, LogKey.identity(Events.run, 9), LogKey.sequence(9))
    }
    #expect(throws: EventLogError.self) {
      try log.append(Events.response(8, query: "n=2", body: Array("8".utf8)))
    }
  }

  @Test("an archive's id is verified against the check beside it, which changes when it is restored")
  func archiveID() throws {
    let other = ArchiveID.random()
    log.close()
    let again = try EventLog.open(at: directory.archive, mode: .readWrite)
    try again.tamper { (transaction) throws(EventLogError) in
      try transaction.put(
        transaction.view.databases.meta, ArchiveFormat.MetaKey.archiveID, other.bytes.withBytes { Array($0) })
    }
    again.close()
    #expect(throws: EventLogError.self) { try EventLog.open(at: directory.archive, mode: .readOnly) }
    let restored = try EventLog.open(at: directory.path("restored"), mode: .create)
    try restored.become(other)
    restored.close()
    #expect(try EventLog.open(at: directory.path("restored"), mode: .readOnly).archiveID == other)
  }

  @Test("a damaged archive is not backed up, and nothing is left of the copy")
  func backup() throws {
    let bytes = try self.read { (snapshot) throws(EventLogError) in
      try snapshot.withHeaderBytes(of: 6) { Array($0) }
    }
    log.close()
    #expect(try flip(directory.archive + "/data.mdb", where: bytes, at: 110))
    let damaged = try EventLog.open(at: directory.archive, mode: .readOnly)
    #expect {
      try damaged.backup(to: directory.path("copy"))
    } throws: { error in
      if case EventLogError.damaged(6, _) = error { true } else { false }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["archive"])
  }
}

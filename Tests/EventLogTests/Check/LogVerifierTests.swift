import Foundation
import Testing

@testable import EventLog
@testable import EventModel

@Suite("Verification")
struct LogVerifierTests {
  let directory: TemporaryDirectory
  let log: EventLog
  let bodies: [[UInt8]]

  init() throws {
    directory = try TemporaryDirectory()
    log = try EventLog.open(at: directory.archive, mode: .create)
    var generator = SeededGenerator(seed: 71)
    bodies = Events.similarBodies(12, bytes: 20_000, using: &generator)
    for (index, body) in bodies.enumerated() {
      _ = try log.append(Events.response(UInt32(index), query: "n=\(index)", body: body))
    }
  }

  private func stored(_ sequence: UInt64) throws -> (header: [UInt8], body: [UInt8]) {
    try log.read { (snapshot: borrowing Snapshot) in
      let view = snapshot.view
      let header = try snapshot.withHeaderBytes(of: sequence) { Array($0) }
      return (header, Array(try #require(try view.value(view.databases.bodies, number: sequence))))
    }
  }

  /// Closes the log, flips bits in its file and verifies it.
  private func flipped(_ bytes: [UInt8], at offset: Int) throws -> VerificationReport {
    log.close()
    #expect(try flip(directory.archive + "/data.mdb", where: bytes, at: offset))
    return try LogVerifier(try EventLog.open(at: directory.archive, mode: .readOnly)).verify()
  }

  @Test("a whole archive is whole")
  func whole() throws {
    var calls: [UInt64] = []
    let report = try LogVerifier(log).verify { calls.append($0.eventsDone) }
    #expect(report.isWhole)
    #expect(report.firstDamage == nil)
    #expect(report.events == 12)
    #expect(report.bodyBytes == 12 &* 20_000)
    #expect(try report.treeRoot == log.root())
    #expect(calls == Array(1...12))
  }

  @Test(
    "a flipped byte anywhere in a header is found at its event",
    arguments: [0, 1, 8, 30, 60, 90, 104, 130, 170])
  func header(offset: Int) throws {
    let report = try flipped(try stored(5).header, at: offset)
    #expect(report.firstDamage?.sequence == 5)
    #expect(report.firstDamage?.part == .header)
    #expect(report.damages.allSatisfy { $0.sequence == 5 })
  }

  @Test(
    "a flipped byte in a body is found at its event, and those that lean on it say so",
    arguments: [0, 9, 14, 17, 18, 24, 60, -2])
  func body(offset: Int) throws {
    let record = try stored(5).body
    let report = try flipped(record, at: offset < 0 ? record.count + offset : offset)
    #expect(report.firstDamage?.sequence == 5)
    #expect(report.firstDamage?.part == .body)
    #expect(report.firstDamage?.dependsOn == nil)
    #expect(report.damages.map(\.sequence) == (5...12).map { $0 })
    #expect(report.damages.dropFirst().allSatisfy { $0.dependsOn != nil })
    #expect(report.causes.count == 1)
    #expect(
      report.causes[0].hasSuffix("; the bodies of 7 more events depend on it: 6 to 12"), "\(report.causes)")
  }

  @Test("a chain depth that is wrong is found at its event, once")
  func depth() throws {
    let report = try flipped(try stored(5).body, at: 1)
    #expect(report.damages.map(\.sequence) == [5])
  }

  @Test("a flipped byte in the tree is found, once")
  func tree() throws {
    let upper = try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.view.hash(at: TreeLayout.position(level: 1, index: 1)).withBytes { Array($0) }
    }
    let report = try flipped(upper, at: 3)
    #expect(report.damages.map(\.sequence) == [4])
    #expect(report.damages.allSatisfy { $0.part == .tree })
  }

  @Test("the list is bounded, the count is not")
  func bounded() throws {
    let record = try stored(1).body
    log.close()
    #expect(try flip(directory.archive + "/data.mdb", where: record, at: 100))
    let damaged = try EventLog.open(at: directory.archive, mode: .readOnly)
    let report = try LogVerifier(damaged, damageLimit: 3).verify()
    #expect(report.damageCount == 12)
    #expect(report.damages.map(\.sequence) == [1, 2, 3])
  }

  @Test("indexes that lack an event, hold one more or lead elsewhere are found")
  func indexes() throws {
    try log.tamper { (transaction: borrowing WriteTransaction) throws(EventLogError) in
      let databases = transaction.view.databases
      try transaction.put(databases.byEndpoint, LogKey.endpoint("/none", 3), [])
      try transaction.put(
        databases.byRequest, LogKey.request(RequestKey(method: "", path: "", query: ""), 3), [])
      try transaction.put(databases.identity, LogKey.identity(Events.run, 6), LogKey.sequence(1))
    }
    let report = try LogVerifier(log).verify()
    #expect(report.damages.map(\.sequence) == [7, nil, nil])
    #expect(report.damages.allSatisfy { $0.part == .index })
  }

  @Test("a run's record that differs from its events is found, and one without events")
  func runs() throws {
    try log.tamper { (transaction: borrowing WriteTransaction) throws(EventLogError) in
      let view = transaction.view
      var record = try view.run(Events.run)!
      record.failures &+= 1
      try transaction.put(view.databases.runs, Array("run-1".utf8), RunRecordCodec.encode(record))
      try transaction.put(view.databases.runs, Array("ghost".utf8), RunRecordCodec.encode(record))
    }
    let report = try LogVerifier(log).verify()
    #expect(report.damages.map(\.part) == [.run, .run])
    #expect(report.damages.map(\.sequence) == [1, nil])
  }

  @Test("a header that was replaced together with nothing else is found")
  func replaced() throws {
    try log.tamper { (transaction: borrowing WriteTransaction) throws(EventLogError) in
      var header = try transaction.view.header(of: 4, last: 12)
      header.status = 201
      try transaction.put(
        transaction.view.databases.events, LogKey.sequence(4), HeaderCodec.encode(header))
    }
    let report = try LogVerifier(log).verify()
    #expect(report.firstDamage?.sequence == 4)
  }

  @Test("new events go in although the body they would lean on is damaged")
  func appendAfterDamage() throws {
    let record = try stored(12).body
    log.close()
    #expect(try flip(directory.archive + "/data.mdb", where: record, at: 30))
    let again = try EventLog.open(at: directory.archive, mode: .readWrite)
    let sequence = try again.append(Events.response(99, body: bodies[0]))
    #expect(try again.body(sequence) == bodies[0])
    #expect(try LogVerifier(again).verify().damages.map(\.sequence) == [12])
  }
}

import Testing

@testable import EventLog
@testable import EventModel

@Suite("Annotations")
struct AnnotationTests {
  private let directory: TemporaryDirectory
  private let time = Timestamp(microseconds: 1_790_000_000_000_000)

  init() throws { directory = try TemporaryDirectory() }

  private func log(_ runs: String...) throws -> EventLog {
    let log = try EventLog.open(at: directory.archive, mode: .create, mapBytes: 64 << 20)
    for run in runs {
      _ = try log.append(NewEvent(run: RunID(run)!, ordinal: 0, kind: .runStart, observedAt: time))
    }
    return log
  }

  private func annotate(_ log: EventLog, _ action: Annotation.Action, _ subject: String) throws {
    _ = try log.append(Annotation.event(action, subject, because: "since \(subject)", at: time))
  }

  private func omitted(_ log: EventLog, through last: UInt64 = .max) throws -> Set<String> {
    try log.read { (snapshot: borrowing Snapshot) in
      Set(try snapshot.omissions(through: last).runs.map(\.text))
    }
  }

  @Test("an omission is in force from its event on, until another takes it back")
  func standing() throws {
    let log = try log("a", "b")
    try annotate(log, .omit, "a")
    try annotate(log, .omit, "b")
    try annotate(log, .restore, "a")
    try annotate(log, .omit, "a")
    try annotate(log, .restore, "b")
    let expected: [(UInt64, Set<String>)] = [
      (2, []), (3, ["a"]), (4, ["a", "b"]), (5, ["b"]), (6, ["a", "b"]), (7, ["a"]), (.max, ["a"]),
    ]
    for (last, runs) in expected { #expect(try omitted(log, through: last) == runs, "through \(last)") }
    let all = try log.read { (snapshot: borrowing Snapshot) in try snapshot.annotations() }
    #expect(all.map(\.sequence) == [3, 4, 5, 6, 7])
    #expect(all[0].reason == "since a")
  }

  @Test("the digest of nothing left out is nil, and that of some runs does not depend on their order")
  func digest() throws {
    let (a, b) = (RunID("a")!, RunID("b")!)
    #expect(Omissions.none.digest == nil)
    #expect(Omissions([a, b]).digest == Omissions([b, a]).digest)
    #expect(Omissions([a]).digest != Omissions([b]).digest)
    #expect(
      Omissions([a]).digest?.hex == "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7")
  }

  @Test("an acknowledgement is taken back by its own kind of annotation")
  func acknowledged() throws {
    let log = try log("a")
    try annotate(log, .acknowledge, "x")
    try annotate(log, .restore, "x")
    func known() throws -> [String] {
      try log.read { (snapshot: borrowing Snapshot) in
        Array(try snapshot.standingAnnotations(.acknowledge).keys)
      }
    }
    #expect(try known() == ["x"])
    try annotate(log, .withdraw, "x")
    #expect(try known() == [])
  }

  @Test("an archive has format 1 until its first annotation makes it one of format 2")
  func format() throws {
    let log = try log("a")
    func format() throws -> [UInt8] {
      try log.read { (snapshot: borrowing Snapshot) in
        Array(try #require(try snapshot.view.value(snapshot.view.databases.meta, Array("format".utf8))))
      }
    }
    #expect(try format() == [0, 0, 0, 1])
    try annotate(log, .omit, "a")
    #expect(try format() == [0, 0, 0, 2])
    try annotate(log, .restore, "a")
    #expect(try format() == [0, 0, 0, 2])
    #expect(try LogVerifier(log).verify().isWhole)
  }

  @Test("annotations are neither runs nor an endpoint of the exchange")
  func apart() throws {
    let log = try log("a")
    try annotate(log, .omit, "a")
    let (runs, endpoints) = try log.read { (snapshot: borrowing Snapshot) in
      (try snapshot.runs().map(\.id.text), try snapshot.endpoints())
    }
    #expect(runs == ["a"])
    #expect(endpoints == [])
  }

  @Test("their endpoint is theirs alone, and they have no other")
  func endpoint() throws {
    let log = try log()
    for (kind, endpoint) in [(EventKind.response, Annotation.endpoint), (.annotation, "/api/v3/time")] {
      #expect(throws: EventLogError.self) {
        _ = try log.append(
          NewEvent(run: RunID("r")!, ordinal: 0, kind: kind, endpoint: endpoint, observedAt: time))
      }
    }
  }

  @Test("an archive without events takes another id, one with events does not")
  func become() throws {
    let log = try log()
    let (other, third) = (ArchiveID.random(), ArchiveID.random())
    try log.become(other)
    #expect(log.archiveID == other)
    _ = try log.append(NewEvent(run: RunID("a")!, ordinal: 0, kind: .runStart, observedAt: time))
    try log.become(other)
    #expect(throws: EventLogError.otherArchive(path: log.path, is: other, wanted: third)) {
      try log.become(third)
    }
    log.close()
    let again = try EventLog.open(at: directory.archive, mode: .readOnly, mapBytes: 64 << 20)
    #expect(again.archiveID == other)
  }
}

import Testing

@testable import EventLog
@testable import EventModel

@Suite("Appending")
struct AppendTests {
  let directory: TemporaryDirectory
  let log: EventLog

  init() throws {
    directory = try TemporaryDirectory()
    log = try EventLog.open(at: directory.archive, mode: .create)
  }

  @Test("sequences are gapless from 1, and bodies and headers come back as they went in")
  func comesBack() throws {
    var generator = SeededGenerator(seed: 41)
    let events = (0..<UInt32(200)).map { Events.any($0, using: &generator) }
    for (index, event) in events.enumerated() {
      #expect(try log.append(event) == UInt64(index + 1))
    }
    for (index, event) in events.enumerated() {
      let back = try log.exported(UInt64(index + 1))
      #expect(back.body == event.body)
      #expect(back.host == event.host && back.query == event.query && back.status == event.status)
    }
    #expect(try LogVerifier(log).verify().isWhole)
    #expect(throws: EventLogError.noSuchEvent(sequence: 0)) { try log.exported(0) }
    #expect(throws: EventLogError.noSuchEvent(sequence: 201)) { try log.exported(201) }
  }

  @Test("an event that is there already is not added again")
  func idempotence() throws {
    let events = (0..<UInt32(5)).map { Events.response($0, body: [UInt8($0)]) }
    let first = try log.append(contentsOf: events)
    #expect(first == AppendReceipt(appended: 5, alreadyThere: 0, firstSequence: 1, lastSequence: 5))
    let again = try log.append(contentsOf: events.reversed())
    #expect(again == AppendReceipt(appended: 0, alreadyThere: 5, firstSequence: nil, lastSequence: nil))
    #expect(try log.append(events[4]) == 5)
    #expect(try log.append(events[2]) == 3)
    let mixed = try log.append(contentsOf: [events[4], Events.response(9, body: []), events[0], events[0]])
    #expect(mixed == AppendReceipt(appended: 1, alreadyThere: 3, firstSequence: 6, lastSequence: 6))
    #expect(try log.append(contentsOf: []).appended == 0)
  }

  @Test("an event without an ordinal gets the next one of its run, and its header comes back as stored")
  func ordinals() throws {
    func event(_ run: RunID, _ body: [UInt8]) -> NewEvent {
      var event = Events.response(0, run: run, body: body)
      event.ordinal = nil
      return event
    }
    let other = try #require(RunID("other"))
    let first = try log.record([event(Events.run, [1]), event(other, [1]), event(Events.run, [1])])
    #expect(first.map(\.ordinal) == [0, 0, 1] && first.map(\.sequence) == [1, 2, 3])
    _ = try log.append(contentsOf: [Events.response(3, body: []), Events.response(9, body: [])])
    let next = try log.record([event(Events.run, [1]), event(Events.run, [2]), Events.response(9, body: [])])
    #expect(next.map(\.ordinal) == [4, 5, 9] && next.map(\.sequence) == [6, 7, 5])
    for header in first + next { #expect(try log.exported(header.sequence).ordinal == header.ordinal) }
    #expect(try LogVerifier(log).verify().isWhole)
  }

  @Test("an event whose headers were dropped is recognised again")
  func idempotenceOfDropped() throws {
    var event = Events.response(1, body: [1])
    event.responseHeaders = [HeaderField(name: "B", value: String(repeating: "x", count: 66_000))]
    #expect(try log.append(event) == 1)
    #expect(try log.append(event) == 1)
  }

  @Test("other content under the same identity is refused, and nothing of the batch is kept")
  func conflict() throws {
    _ = try log.append(Events.response(1, body: [1]))
    let root = try log.root()
    let other = Events.response(1, body: [2])
    #expect(throws: EventLogError.identityConflict(run: Events.run, ordinal: 1, existing: 1)) {
      try log.append(contentsOf: [Events.response(2, body: [2]), other])
    }
    #expect(try log.lastSequence() == 1)
    #expect(try log.root() == root)
    var decomposed = Events.response(3, body: [])
    decomposed.host = "\u{E9}"
    _ = try log.append(decomposed)
    decomposed.host = "e\u{301}"
    #expect(throws: EventLogError.self) { try log.append(decomposed) }
    #expect(try log.append(Events.response(4, body: [4])) == 3)
    #expect(try LogVerifier(log).verify().isWhole)
  }

  @Test("time of append never goes back, whatever the clock does")
  func monotonic() throws {
    log.close()
    let times = Ticker([100, 50, 200])
    let dependencies = LogDependencies(now: { times.next() })
    let log = try EventLog.open(at: directory.archive, mode: .readWrite, dependencies: dependencies)
    for ordinal in 0..<UInt32(3) { _ = try log.append(Events.response(ordinal, body: [])) }
    try log.read { (snapshot: borrowing Snapshot) in
      var seen: [Int64] = []
      for sequence in UInt64(1)...3 { seen.append(try snapshot.header(of: sequence).appendedAt.microseconds) }
      #expect(seen == [100, 100, 200])
      var found: [UInt64] = []
      for time in [99, 100, 199, 200, 1000] as [Int64] {
        found.append(try snapshot.lastSequence(appendedThrough: Timestamp(microseconds: time)))
      }
      #expect(found == [0, 2, 2, 3, 3])
    }
  }

  @Test("a whole export gives the same root in an empty archive, and later events continue from there")
  func restore() throws {
    var generator = SeededGenerator(seed: 42)
    for ordinal in 0..<UInt32(60) { _ = try log.append(Events.any(ordinal, using: &generator)) }
    let export = try (UInt64(1)...60).map { try log.exported($0) }
    let restored = try EventLog.open(at: directory.path("restored"), mode: .create)
    _ = try restored.append(contentsOf: export)
    #expect(try restored.root() == log.root())
    #expect(restored.archiveID != log.archiveID)
    #expect(try restored.append(contentsOf: export).alreadyThere == 60)
    let partly = try EventLog.open(at: directory.path("partly"), mode: .create)
    _ = try partly.append(contentsOf: Array(export.dropFirst()))
    try partly.read { (snapshot: borrowing Snapshot) in
      let header = try snapshot.header(of: 1)
      #expect(header.salt == export[1].salt)
      #expect(header.sequence == 1)
      #expect(header.appendedAt >= export[59].appendedAt!)
    }
  }

  @Test("a log opened for reading takes no events, a closed one nothing at all")
  func closed() throws {
    log.close()
    log.close()
    #expect(throws: EventLogError.closed(path: directory.archive)) {
      try log.append(Events.response(1, body: []))
    }
    #expect(throws: EventLogError.closed(path: directory.archive)) { try log.lastSequence() }
    let reader = try EventLog.open(at: directory.archive, mode: .readOnly)
    #expect(throws: EventLogError.readOnly(path: directory.archive)) {
      try reader.append(Events.response(1, body: []))
    }
  }

  @Test("an append of many threads loses nothing")
  func threads() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask { [log] in
          for ordinal in 0..<UInt32(25) {
            let run = RunID("worker-\(worker)")!
            _ = try log.append(Events.response(ordinal, run: run, body: Array("\(worker) \(ordinal)".utf8)))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try log.lastSequence() == 100)
    #expect(try LogVerifier(log).verify().isWhole)
  }
}

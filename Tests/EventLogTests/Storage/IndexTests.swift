import Testing

@testable import EventLog
@testable import EventModel

@Suite("Indexes and runs")
struct IndexTests {
  let directory: TemporaryDirectory
  let log: EventLog

  init() throws {
    directory = try TemporaryDirectory()
    log = try EventLog.open(at: directory.archive, mode: .create)
    var start = NewEvent(run: RunID("a-1")!, ordinal: 0, kind: .runStart, observedAt: Events.start)
    start.flags = .imported
    var failure = Events.response(3, run: RunID("a-1")!, endpoint: "/e", status: 0, body: [])
    failure.kind = .failure
    _ = try log.append(contentsOf: [
      start,
      Events.response(1, run: RunID("a-1")!, endpoint: "/e", query: "symbol=A", body: [1]),
      Events.response(2, run: RunID("a-1")!, endpoint: "/e", status: 429, body: [2]),
      failure,
      Events.response(1, run: RunID("b")!, endpoint: "/e/longer", query: "symbol=A", body: [3]),
      Events.response(2, run: RunID("b")!, endpoint: "/e", query: "symbol=A", body: [4]),
      NewEvent(run: RunID("a-1")!, ordinal: 9, kind: .runEnd, observedAt: Events.start),
    ])
  }

  @Test("an endpoint's events are found, its neighbours' are not")
  func byEndpoint() throws {
    try log.read { (snapshot: borrowing Snapshot) in
      let all = try snapshot.sequences(endpoint: "/e")
      let some = try snapshot.sequences(endpoint: "/e", from: 3, through: 4)
      let none = try snapshot.sequences(endpoint: "/", from: 1, through: .max)
      let endpoints = try snapshot.endpoints()
      #expect(all == [2, 3, 4, 6])
      #expect(some == [3, 4])
      #expect(none == [])
      #expect(endpoints == ["/e", "/e/longer"])
    }
  }

  @Test("a request's events are found, newest last")
  func byRequest() throws {
    try log.read { (snapshot: borrowing Snapshot) in
      let found = try snapshot.sequences(request: RequestKey(method: "GET", path: "/e", query: "symbol=A"))
      let bare = try snapshot.sequences(request: RequestKey(method: "GET", path: "/e", query: ""))
      let later = try snapshot.sequences(
        request: RequestKey(method: "GET", path: "/e", query: "symbol=A"), from: 3, through: 9)
      #expect(found == [2, 6])
      #expect(bare == [3, 4])
      #expect(later == [6])
    }
  }

  @Test("a summary of an event agrees with its header")
  func summary() throws {
    try log.read { (snapshot: borrowing Snapshot) in
      for sequence in 1...snapshot.lastSequence {
        let header = try snapshot.header(of: sequence)
        let summary = try snapshot.summary(of: sequence)
        let expected = EventSummary(
          sequence: header.sequence, kind: header.kind, status: header.status, flags: header.flags,
          observedAt: header.observedAt, query: header.query)
        #expect(summary == expected)
        #expect(summary.isSuccess == header.isSuccess)
      }
    }
  }

  @Test("an event is found by its identity")
  func byIdentity() throws {
    try log.read { (snapshot: borrowing Snapshot) in
      let found = try snapshot.sequence(run: RunID("b")!, ordinal: 2)
      let missing = try snapshot.sequence(run: RunID("b")!, ordinal: 3)
      #expect(found == 6)
      #expect(missing == nil)
    }
  }

  @Test("runs are counted, and found by the beginning of their id")
  func runs() throws {
    try log.read { (snapshot: borrowing Snapshot) in
      let runs = try snapshot.runs()
      let prefixed = try snapshot.runs(idPrefix: "a")
      let one = try #require(try snapshot.run(RunID("a-1")!))
      let none = try snapshot.runs(idPrefix: "c")
      #expect(runs.map(\.id.text) == ["a-1", "b"])
      #expect(prefixed.map(\.id.text) == ["a-1"])
      #expect(none.isEmpty)
      #expect(one.firstSequence == 1 && one.lastSequence == 7 && one.events == 5)
      #expect(one.responses == 2 && one.failures == 2 && one.imported)
      #expect(one.startSequence == 1 && one.endSequence == 7)
      #expect(one.firstObservedAt == Events.start)
      #expect(one.lastObservedAt.microseconds == Events.start.microseconds &+ 3)
      #expect(runs[1].startSequence == nil && !runs[1].imported)
    }
  }

  @Test("statistics count events, bodies and pages")
  func statistics() throws {
    try log.read { (snapshot: borrowing Snapshot) in
      let statistics = try snapshot.statistics()
      #expect(statistics.endpoints.map(\.endpoint) == ["", "/e", "/e/longer"])
      #expect(statistics.endpoints.map(\.events) == [2, 4, 1])
      #expect(statistics.endpoints.map(\.bodyBytes) == [0, 3, 1])
      #expect(statistics.eventsByKind == [.response: 4, .failure: 1, .runStart: 1, .runEnd: 1])
      #expect(statistics.databases.first { $0.name == "events" }?.entries == 7)
      #expect(statistics.fileBytes > 0 && statistics.pageBytes == 4096)
    }
  }

  @Test("a snapshot does not see what is appended meanwhile")
  func snapshot() throws {
    try log.read { (snapshot: borrowing Snapshot) in
      _ = try log.append(Events.response(77, endpoint: "/e", body: [1]))
      let found = try snapshot.sequences(endpoint: "/e")
      #expect(found.count == 4)
      #expect(snapshot.lastSequence == 7)
    }
    #expect(try log.lastSequence() == 8)
  }
}

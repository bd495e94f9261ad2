import CommandKit
import EventLog
import EventModel
import Testing

@Suite("The latest run")
struct LatestTests {
  private static let time = #""endpoint":"/api/v3/time","body":"{\"serverTime\":1}""#

  /// Runs of one event each, by the time at which they were observed, in the order in which they are stored.
  private static func place(_ runs: [(name: String, time: String)]) throws -> Workplace {
    let place = try Workplace()
    for (name, time) in runs {
      try place.write(
        "{\"run\":\"\(name)\",\"observed_at\":\"\(time)\",\(Self.time)}\n", to: "\(name).jsonl")
      let outcome = try place.run("import", "-q", "\(name).jsonl")
      #expect(outcome.code == 0, "\(outcome)")
    }
    return place
  }

  /// What every command takes for the latest run.
  private static func names(in place: Workplace) throws -> [String] {
    let events = try place.run("events", "--run", "latest", "--json").documents()
    let exported = try place.run("export", "-q", "--run", "latest").documents()
    let drift = try place.run("drift", "--since", "latest", "--json").document()
    let since = try #require(drift["since_sequence"] as? Int)
    let diff = try place.run("diff", "--run", "latest", "latest", "--json")
    #expect(diff.code == 0, "\(diff)")
    let behind = try place.run("events", "--as-of", "latest", "--limit", "1", "--json").documents()
    let runs = try place.run("events", "--json").documents().compactMap { $0["run"] as? String }
    return (events + exported + behind).compactMap { $0["run"] as? String } + [runs[since]]
  }

  @Test("is the run observed last for every command, not an import of older responses stored after it")
  func imported() throws {
    let place = try Self.place([("sync", "2026-09-22T12:00:00Z"), ("capture", "2021-04-17T00:00:00Z")])
    #expect(Set(try Self.names(in: place)) == ["sync"])
  }

  @Test("is none dated in the future before its time has come")
  func future() throws {
    // With their times of append, which an import of the log's next sequences keeps.
    let place = try Workplace()
    let lines = [("wrong", "2099-01-01"), ("right", "2026-09-22")].enumerated().map { place, run in
      "{\"sequence\":\(place + 1),\"run\":\"\(run.0)\",\"ordinal\":0,\"observed_at\":\"\(run.1)T00:00:00Z\",\"appended_at\":\"2026-09-22T00:00:00Z\",\(Self.time)}\n"
    }
    try place.write(lines.joined(), to: "e.jsonl")
    let outcome = try place.run("import", "-q", "e.jsonl")
    #expect(outcome.code == 0, "\(outcome)")
    #expect(Set(try Self.names(in: place)) == ["right"])
  }

  @Test("is that of the moment where --as-of names one")
  func asOf() throws {
    let place = try Self.place([("first", "2026-09-20T00:00:00Z"), ("second", "2026-09-21T00:00:00Z")])
    let events = try place.run("events", "--as-of", "1", "--run", "latest", "--json").documents()
    #expect(events.map { $0["run"] as? String } == ["first"])
    let exported = try place.run("export", "-q", "--as-of", "1", "--run", "latest").documents()
    #expect(exported.map { $0["run"] as? String } == ["first"])
  }

  @Test("drift --since latest looks at it alone, whatever is stored behind it")
  func drift() throws {
    let place = try Workplace()
    func store(_ run: String, _ time: String, _ body: String) throws {
      try place.write(
        "{\"run\":\"\(run)\",\"observed_at\":\"\(time)\",\"endpoint\":\"/api/v3/account\",\"body\":\"\(body)\"}\n",
        to: "e.jsonl")
      _ = try place.run("import", "-q", "e.jsonl")
    }
    try store("first", "2026-09-20T00:00:00Z", #"{\"uid\":1}"#)
    try store("second", "2026-09-21T00:00:00Z", #"{\"uid\":1}"#)
    try store("older", "2021-01-01T00:00:00Z", #"{\"uid\":\"text\"}"#)
    #expect(try place.run("drift", "-q", "--since", "latest").code == 0)
    #expect(try place.run("drift", "-q", "--since", "run:older").code == 4)
    #expect(try place.run("drift", "-q", "--since", "2").code == 4)
    try store("third", "2026-09-22T00:00:00Z", #"{\"uid\":[1]}"#)
    #expect(try place.run("drift", "-q", "--since", "latest").code == 4)
    #expect(try place.run("drift", "-q", "--since", "run:second").code == 4)
  }

  @Test(
    "of several is the one observed last, then the one stored last, and one ahead only where all are",
    arguments: [
      ([1, 2, 3], 2), ([3, 2, 1], 0), ([2, 2, 1], 1), ([1, 2, 99], 1), ([98, 99], 0), ([5, 10], 1),
      ([5, 11], 0), ([], -1),
    ])
  func choice(minutes: [Int], latest: Int) throws {
    let place = try Workplace()
    let log = try EventLog.open(at: place.path("archive"), mode: .create)
    for (number, minute) in minutes.enumerated() {
      let run = try #require(RunID("r\(number)"))
      _ = try log.append(
        NewEvent(
          run: run, ordinal: 0, kind: .runStart,
          observedAt: Timestamp(microseconds: Int64(minute) * 60_000_000)))
    }
    let found = try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.latestRun(at: Timestamp(microseconds: 0))?.id.text
    }
    #expect(found == (latest < 0 ? nil : "r\(latest)"))
  }

  @Test(
    "a time or a run that names nothing says what was missing",
    arguments: [
      ("2026-09-20T12:00:00", "has no offset; write 2026-09-20T12:00:00Z"),
      ("2026-09-20 12:00", "has no offset; write 2026-09-20T12:00:00Z"),
      ("2026/09/20", "write 2026-09-20\n"), ("2026-13-01", "is not a time; write 2026-09-20T12:00:00Z"),
      ("20260920", "run:20260920 names a run"), ("20261231", "for the day write 2026-12-31"),
      ("99999", "1 to \(Fixtures.events())"), ("nope", "no run begins with nope"),
      ("run:2026-09-20T12:00:00", "no run begins with"),
    ])
  func wrong(text: String, said: String) throws {
    let outcome = try Workplace(fixtures: 5).run("events", "--as-of", text)
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains(said), "\(outcome)")
  }

  @Test("a date alone is its first moment in UTC")
  func date() throws {
    let place = try Workplace(fixtures: 5)
    let day = try place.run("events", "--as-of", "2026-09-21").output
    #expect(day == (try place.run("events", "--as-of", "2026-09-21T00:00:00Z").output))
    #expect(try place.run("events", "--as-of", "2026-09-21").lines.count >= Fixtures.events(3))
  }
}

import CommandKit
import EventLog
import Foundation
import JSONView
import Testing

@testable import bnus_replay

@Suite("bnus-replay runs --check")
struct RunsCheckTests {
  /// A run as a monitor may find it, behind an older good one of 40 hours ago.
  struct Cell: CustomTestStringConvertible {
    let outcome: String?
    let origin: MonitoredArchive.Origin
    let scope: MonitoredArchive.Scope
    let hasLostKey: Bool
    let hoursAgo: Int64
    let isRunning: Bool

    var testDescription: String {
      "\(outcome ?? "no end"), \(origin), \(scope), lost key \(hasLostKey), \(hoursAgo) h, running \(isRunning)"
    }

    static let all: [Cell] = {
      var cells: [Cell] = []
      let outcomes: [(String?, Bool)] = [
        ("done", false), ("partly_done", false), ("failed", false), ("refused", false),
        ("interrupted", false),
        ("", false), (nil, false), (nil, true),
      ]
      for (outcome, isRunning) in outcomes {
        for origin in MonitoredArchive.Origin.allCases {
          for (scope, hasLostKey) in [
            (MonitoredArchive.Scope.everything, false), (.everything, true), (.publicTables, false),
          ] {
            for hours: Int64 in [1, 30, -50_000] {
              cells.append(
                Cell(
                  outcome: outcome, origin: origin, scope: scope, hasLostKey: hasLostKey, hoursAgo: hours,
                  isRunning: isRunning))
            }
          }
        }
      }
      return cells
    }()

    /// What a person says of it: pieces of the sentences, one for each; none where all is well.
    var words: [String] {
      var words: [String] = []
      let isAhead = hoursAgo < 0
      if isAhead { words.append("run B is dated 20") }
      let counts = origin == .here && !isAhead
      guard counts, !isRunning else {
        words.append("the newest sync, A, ended 2026-06-13T20:00:00.000000Z, longer than")
        // One that has been running for so long hangs.
        if counts, hoursAgo == 30 { words.append("were last fetched 2026-06-14T06:00:00.000000Z by B") }
        return words
      }
      switch outcome {
      case "done":
        if hasLostKey { words.append("had no credentials, and account data was last fetched 2026-06-13") }
      case "partly_done": words.append("the newest sync, B, ended partly done")
      case "failed": words.append("the newest sync, B, ended failed")
      case "refused": words.append("was refused")
      case "interrupted": words.append("was interrupted")
      case nil: words.append("has no end: it was killed or the machine stopped")
      default: words.append("ended without saying how")
      }
      if hoursAgo == 30 {
        words.append("the newest sync, B, ended 2026-06-14T06:00:00.000000Z, longer than 26h ago")
      }
      let isFresh = outcome == "done" && hoursAgo == 1
      if hasLostKey {
        words.append("account, config/getall, myTrades, allOrders were last fetched 2026-06-13")
      }
      if !isFresh, hoursAgo == 30, outcome != "done" { words.append("by B, longer than 26h ago") }
      return words
    }
  }

  @Test("says what a person would say of a newest run", arguments: Cell.all)
  func cell(_ cell: Cell) throws {
    let archive = try MonitoredArchive()
    try archive.add("A", hoursAgo: 40, "done", cell.scope)
    try archive.add(
      "B", hoursAgo: cell.hoursAgo, cell.outcome, cell.hasLostKey ? .publicTables : cell.scope,
      hasKey: cell.scope == .everything && !cell.hasLostKey, origin: cell.origin)
    let findings = try archive.findings(isBeingWritten: cell.isRunning)
    #expect(findings.count == cell.words.count, "\(findings)")
    for (finding, words) in zip(findings, cell.words) { #expect(finding.contains(words), "\(findings)") }
  }

  @Test("a later good run heals everything before it")
  func heals() throws {
    let archive = try MonitoredArchive()
    for (hours, outcome) in [(9, "interrupted"), (8, "partly_done"), (7, "refused"), (6, nil)]
      as [(Int64, String?)]
    {
      try archive.add("r\(hours)", hoursAgo: hours, outcome, failing: "myTrades AB")
    }
    #expect(try !archive.findings().isEmpty)
    try archive.add("good", hoursAgo: 5)
    #expect(try archive.findings() == [])
    #expect(try archive.findings(maxAge: nil) == [])
    #expect(try archive.findings(maxAge: "4h").count == 1)
  }

  @Test("imports neither satisfy it nor spoil it")
  func imports() throws {
    let archive = try MonitoredArchive()
    try archive.add("capture", hoursAgo: 1, origin: .file)
    try archive.add("other", hoursAgo: 30, origin: .otherArchive)
    #expect(try archive.findings() == ["no sync has run on this archive, and imports do not count"])
    let good = try MonitoredArchive()
    try good.add("good", hoursAgo: 2)
    try good.add("old", hoursAgo: 5000, nil, origin: .file)
    try good.add("other", hoursAgo: 1, "failed", origin: .otherArchive)
    #expect(try good.findings() == [])
  }

  @Test("an archive that never had account data does without credentials")
  func publicOnly() throws {
    let archive = try MonitoredArchive()
    try archive.add("A", hoursAgo: 2, "done", .publicTables)
    #expect(try archive.findings() == [])
    #expect(try archive.findings(maxAge: nil) == [])
  }

  @Test("a symbol that fails is a finding until it is fetched, whatever succeeds meanwhile")
  func symbol() throws {
    let archive = try MonitoredArchive()
    try archive.add("A", hoursAgo: 50)
    try archive.add("B", hoursAgo: 25, "partly_done", failing: "myTrades AB")
    try archive.add("C", hoursAgo: 2, "partly_done", failing: "myTrades AB")
    #expect(
      try archive.findings().first?.hasSuffix(
        "C, ended partly done 2026-06-15T10:00:00.000000Z: myTrades AB (in 2 runs)") == true)
    try archive.add("D", hoursAgo: 1, "done", .publicTables, hasKey: true, only: "ticker_price")
    #expect(try archive.findings() == ["myTrades AB failed in 2 runs up to C and was not fetched since"])
    try archive.add("E", hoursAgo: 0, "done", only: "trade")
    #expect(try archive.findings() == [])
  }

  @Test("a run for some tables covers its own sources alone")
  func only() throws {
    let archive = try MonitoredArchive()
    try archive.add("A", hoursAgo: 30)
    try archive.add(
      "B", hoursAgo: 1, "done", .publicTables, hasKey: false, only: "exchange_info,ticker_price")
    #expect(
      try archive.findings() == [
        "account, config/getall, myTrades, allOrders were last fetched 2026-06-14T06:00:00.000000Z by A, longer than 26h ago"
      ])
    #expect(try archive.findings(maxAge: nil) == [])
  }

  @Test("JSON has the facts of every source")
  func document() throws {
    let archive = try MonitoredArchive()
    try archive.add("A", hoursAgo: 30)
    try archive.add("B", hoursAgo: 1, "done", .publicTables, hasKey: false, only: "exchange_info")
    let document = try JSON.object(Data(archive.check().document.line))
    #expect(document["ok"] as? Bool == false)
    #expect(document["newest_run"] as? String == "B")
    #expect(document["state"] as? String == "done")
    let sources = try #require(document["sources"] as? [[String: Any]])
    let account = try #require(sources.first { $0["endpoint"] as? String == "/api/v3/account" })
    #expect(account["ok"] as? Bool == false && account["age_seconds"] as? Int == 108_000)
    #expect(account["last_good_run"] as? String == "A" && account["last_good_sequence"] as? Int == 5)
    #expect(sources.first { $0["endpoint"] as? String == "/api/v3/time" }?["ok"] as? Bool == true)
  }

  @Test("the command: silence and 0, or one line and 4; an export imported as a whole is what it was")
  func command() throws {
    let place = try Workplace(fixtures: 5)
    for words in [["--check"], ["--check", "--max-age", "99999d"]] {
      #expect(try place.run(["runs"] + words).description == "exit 0, signal -\n\n")
    }
    let old = try place.run("runs", "--check", "--max-age", "26h", "--json")
    #expect(old.code == 4)
    #expect(old.errors.contains("the newest sync, 20260922T120000Z-fixture, ended 2026-09-22T12:00:08"))
    #expect(try old.document()["ok"] as? Bool == false)
  }

  @Test("one that has no end, or none at all, exits with status 4")
  func unfinished() throws {
    let place = try Workplace()
    _ = try place.shell("head -3 \(Repository.fixtures[0]) | bnus-replay import -q -")
    let outcome = try place.run("runs", "--check")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("20210417T160000Z-fixture, has no end"), "\(outcome)")
    _ = try place.run("import", "-q", "--archive", "empty", "/dev/null")
    #expect(try place.run("runs", "--check", "--archive", "empty").code == 4)
  }

  @Test("a run without an end is running while its process holds the archive")
  func running() throws {
    let place = try Workplace()
    _ = try place.shell("head -3 \(Repository.fixtures[0]) | bnus-replay import -q -")
    #expect(try place.run("runs").lines.last?.hasSuffix("cut short") == true)
    let log = try EventLog.open(at: place.path("archive"), mode: .readWrite)
    #expect(log.isBeingWritten)
    #expect(try place.run("runs").lines.last?.hasSuffix("running") == true)
    #expect(try place.run("runs", "--check").errors.contains("the first sync is running"))
    log.close()
    #expect(!log.isBeingWritten)
  }

  @Test(
    "ages have a unit", arguments: ["26", "h", "0h", "-1h", "1.5h", "1w", "99999999999999999999d", "1 h"])
  func ages(text: String) throws {
    #expect(Age(argument: text) == nil)
    let place = try Workplace(fixtures: 1)
    #expect(try place.run("runs", "--check", "--max-age=\(text)").code == 64)
  }

  @Test(
    "flags that do not go together are wrong usage",
    arguments: ["--max-age 26h", "--check --limit 3", "--check --since 2026-01-01"])
  func alone(words: String) throws {
    #expect(
      try Workplace(fixtures: 1).run(["runs"] + words.split(separator: " ").map(String.init)).code == 64)
  }
}

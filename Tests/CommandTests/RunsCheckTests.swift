import CommandKit
import EventLog
import Testing

@testable import bnus_replay

@Suite("bnus-replay runs --check")
struct RunsCheckTests {
  @Test("a newest run that has ended and is young enough passes in silence")
  func fine() throws {
    let place = try Workplace(fixtures: 5)
    for words in [["--check"], ["--check", "--max-age", "99999d"]] {
      #expect(try place.run(["runs"] + words).description == "exit 0, signal -\n\n")
    }
    let document = try place.run("runs", "--check", "--json").document()
    #expect(document["ok"] as? Bool == true)
    #expect(document["newest_run"] as? String == "20260922T120000Z-fixture")
  }

  @Test("one that is too old leaves with 4 and is named")
  func old() throws {
    let place = try Workplace(fixtures: 2)
    let outcome = try place.run("runs", "--check", "--max-age", "26h", "--json")
    #expect(outcome.code == 4)
    #expect(
      outcome.errors.contains(
        "20221121T063000Z-fixture, was observed 2022-11-21T06:30:16.920000Z, longer than 26h ago"))
    #expect(try outcome.document()["ok"] as? Bool == false)
  }

  @Test("one that has not ended, or none at all, leaves with 4")
  func unfinished() throws {
    let place = try Workplace()
    _ = try place.shell("head -3 \(Repository.fixtures[0]) | bnus-replay import -q -")
    let outcome = try place.run("runs", "--check")
    #expect(outcome.code == 4)
    #expect(outcome.errors == "bnus-replay: the newest run, 20210417T160000Z-fixture, has not ended\n")
    _ = try place.run("import", "-q", "--archive", "empty", "/dev/null")
    #expect(try place.run("runs", "--check", "--archive", "empty").code == 4)
  }

  @Test("the age is counted from the last thing observed to now, and the limit itself passes")
  func limit() throws {
    let place = try Workplace(fixtures: 1)
    let log = try EventLog.open(at: place.path("archive"), mode: .readOnly)
    let runs = try log.read { (snapshot: borrowing Snapshot) in try snapshot.runs() }
    let observed = try #require(runs.first).lastObservedAt.microseconds
    let hour = try #require(Age(argument: "1h"))
    for (later, passes) in [(Int64(0), true), (3600, true), (3601, false)] {
      let now = Timestamp(microseconds: observed + later * 1_000_000)
      let check = RunCheck(runs, maxAge: hour, now: now)
      #expect(check.ageSeconds == later)
      #expect(check.findings.isEmpty == passes)
    }
  }

  @Test(
    "ages have a unit", arguments: ["26", "h", "0h", "-1h", "1.5h", "1w", "99999999999999999999d", "1 h"])
  func ages(text: String) throws {
    #expect(Age(argument: text) == nil)
    let place = try Workplace(fixtures: 1)
    #expect(try place.run("runs", "--check", "--max-age=\(text)").code == 64)
  }

  @Test("--max-age without --check is wrong usage")
  func alone() throws {
    #expect(try Workplace(fixtures: 1).run("runs", "--max-age", "26h").code == 64)
  }
}

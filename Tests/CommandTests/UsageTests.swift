import CommandKit
import Testing

@Suite("Wrong usage and missing archives")
struct UsageTests {
  @Test(
    "where there is no archive, commands that read exit with status 10 and make none",
    arguments: [
      "runs", "events", "show 1", "stats", "verify", "export", "replay --to t.sqlite", "backup copy",
      "checkpoint", "checkpoint --new-key k", "prove 1",
    ])
  func noArchive(command: String) throws {
    let place = try Workplace()
    let outcome = try place.run(command.split(separator: " ").map(String.init))
    #expect(outcome.code == 10)
    #expect(outcome.text == "")
    #expect(outcome.errors == "bnus-replay: no archive at ./archive; make one with sync or import\n")
    #expect(try place.shell("ls").text == "")
  }

  @Test(
    "words that name nothing: exit status 64, a sentence and no data",
    arguments: [
      ("runs --nope", "--nope"), ("nope", "nope"), ("replay", "--to"),
      ("replay --to", "--to"), ("replay --to t --schema 9", "'\(LockedSchemas.numbers[0])', '"),
      ("replay --to t --only nope", "the tables are exchange_info"),
      ("replay --to t --jobs 0", "--jobs"), ("replay --to t --as-of nope", "no run begins with nope"),
      ("replay --to t --as-of 0", "1 to \(Fixtures.events())"),
      ("replay --to t --as-of \(Fixtures.events() + 1)", "1 to \(Fixtures.events())"),
      ("replay --to t --as-of 99999999999999999999", "1 to \(Fixtures.events())"),
      ("show", "sequence"), ("show 0", "\(Fixtures.events()) events"),
      ("show \(Fixtures.events() + 1)", "\(Fixtures.events()) events"), ("show x", "'x'"),
      ("show 1 --body --leaf", "exclude"), ("show 1 --body --json", "exclude"),
      ("events --run nope", "bnus-replay runs lists them"), ("events --limit 0", "--limit"),
      ("events --run 20260", "20260920T120000Z-fixture, 20260921T120000Z-fixture"),
      ("events --run run:2026", "3 runs begin with 2026"), ("events --status x", "'x'"),
      ("export --format csv", "'csv'"), ("export --run 2", "5 runs begin with 2"),
      ("import", "files"), ("import --at 2026-01-01T00:00:00Z f", "--endpoint"),
      ("import --query a=b f", "--endpoint"), ("import --file-times f", "--endpoint"),
      ("import --endpoint /api/v3/time --at yesterday f", "yesterday"),
      ("import --endpoint /nope --at 2026-01-01T00:00:00Z f", "/nope"),
      ("import --map-size lots f", "'lots'"), ("schema --format yaml", "'yaml'"), ("backup", "directory"),
      ("checkpoint --key a --new-key b", "exclude"),
      ("checkpoint --origin https://a.example", "without scheme"),
      ("checkpoint --new-key archive/k", "lies in the archive"),
      ("checkpoint --as-of \(Fixtures.events() + 1)", "1 to \(Fixtures.events())"),
      ("checkpoint --new-key k --origin a/00000000000000000000000000000000", "names archive 0000"),
      ("prove 1 --key a --checkpoint b", "exclude"),
      ("prove \(Fixtures.events() + 1)", "\(Fixtures.events()) events"),
      ("prove 0", "\(Fixtures.events()) events"),
    ])
  func wrongUsage(command: String, said: String) throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.run(command.split(separator: " ").map(String.init))
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.text == "")
    #expect(outcome.errors.contains(said), "\(outcome)")
    #expect(try place.shell("ls").lines == ["archive"])
  }

  @Test(
    "empty words are wrong usage",
    arguments: [
      ["runs", "--archive", ""], ["replay", "--to", ""], ["export", "--to", ""], ["backup", ""],
      ["events", "--run", ""], ["events", "--run", "run:"], ["replay", "--to", "t", "--as-of", ""],
      ["replay", "--to", "t", "--only", ""],
    ])
  func emptyWords(words: [String]) throws {
    let place = try Workplace(fixtures: 2)
    let outcome = try place.run(words)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(try place.shell("ls").lines == ["archive"])
  }

  @Test("the archive is named by the flag, else by BNUS_ARCHIVE, else it is ./archive")
  func archiveNames() throws {
    let place = try Workplace()
    _ = try place.run(["import", Repository.fixtures[0]], environment: ["BNUS_ARCHIVE": "mine"])
    #expect(try place.shell("ls").lines == ["mine"])
    #expect(try place.run("runs", "--archive", "mine").code == 0)
    #expect(try place.run(["runs", "--archive", "mine"], environment: ["BNUS_ARCHIVE": "nope"]).code == 0)
    #expect(try place.run(["runs"], environment: ["BNUS_ARCHIVE": "nope"]).code == 10)
    #expect(try place.run(["runs"], environment: ["BNUS_ARCHIVE": ""]).errors.contains("./archive"))
  }

  @Test("a run is named by its id, a unique prefix, or latest, which is the one observed last")
  func runNames() throws {
    let place = try Workplace()
    _ = try place.run(["import"] + Repository.fixtures.reversed())
    for name in ["20260922T120000Z-fixture", "20260922", "run:20260922", "latest"] {
      let runs = try place.run("events", "--run", name, "--json").documents().map { $0["run"] as? String }
      #expect(Set(runs) == ["20260922T120000Z-fixture"])
    }
  }

  @Test("where a sequence could be meant, all digits are a sequence and run: is a run")
  func digitRuns() throws {
    let place = try Workplace()
    let line = #""endpoint":"/api/v3/time","observed_at":"2026-01-01T00:00:00Z","body":"{\"serverTime\":1}"}"#
    try place.write("{\"run\":\"1\",\(line)\n{\"run\":\"2\",\(line)\n{\"run\":\"1\",\(line)\n", to: "e.jsonl")
    #expect(try place.run("import", "e.jsonl").code == 0)
    #expect(try place.run("events", "--as-of", "2").lines.count == 3)
    #expect(try place.run("events", "--as-of", "run:1").lines.count == 4)
    #expect(try place.run("events", "--run", "2").lines.count == 2)
    #expect(try place.run("events", "--run", "run:1").lines.count == 3)
  }
}

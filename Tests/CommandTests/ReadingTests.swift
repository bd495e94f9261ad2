import CommandKit
import Foundation
import Testing

@Suite("Commands that read")
struct ReadingTests {
  @Test("runs lists the runs, oldest first")
  func runs() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.run("runs")
    #expect(outcome.lines.count == 6)
    #expect(outcome.lines[1].hasPrefix("20210417T160000Z-fixture  2021-04-17T16:00:00.000000Z"))
    let documents = try place.run("runs", "--json").documents()
    #expect(documents.map { $0["first_sequence"] as? Int } == (0..<5).map { Fixtures.events($0) + 1 })
    #expect(documents.allSatisfy { $0["state"] as? String == "ended" && $0["outcome"] is String })
  }

  @Test("events lists events, by run, endpoint, status, point and number")
  func events() throws {
    let place = try Workplace(fixtures: 5)
    #expect(try place.run("events").lines.count == Fixtures.events() + 1)
    #expect(try place.run("events", "--run", "latest").lines.count == Fixtures.counts[4] + 1)
    #expect(try place.run("events", "--run", "2022", "--endpoint", "/api/v3/time").lines.count == 3)
    #expect(try place.run("events", "--status", "403").lines.count == 3)
    #expect(try place.run("events", "--as-of", "7").lines.count == 8)
    let last = try place.run("events", "--limit", "2", "--json").documents()
    #expect(last.map { $0["sequence"] as? Int } == [Fixtures.events() - 1, Fixtures.events()])
    #expect(last.allSatisfy { $0["body"] == nil && $0["body_bytes"] is Int })
    #expect(try place.run("events", "--endpoint", "/nope").code == 64)
  }

  @Test("show prints an event; --body and --leaf its bytes alone, --json the line that export writes")
  func show() throws {
    let place = try Workplace(fixtures: 1)
    let shown = try place.run("show", "3")
    #expect(shown.lines.first == "event: 3 (response)")
    #expect(shown.text.contains("request: GET https://api.binance.us/api/v3/exchangeInfo\n"))
    #expect(shown.text.contains("status: 200, HTTP 1.1\n"))
    #expect(shown.text.contains("< Content-Type: application/json;charset=UTF-8\n"))
    let line = try place.run("show", "3", "--json")
    #expect(line.lines.count == 1)
    #expect(line.output == (try place.shell("sed -n 3p \(Repository.fixtures[0])").output))
    let body = try place.run("show", "3", "--body")
    #expect(try line.document()["body"] as? String == body.text)
    #expect(try JSON.object(body.output)["timezone"] as? String == "UTC")
    let leaf = try place.run("show", "3", "--leaf").output
    #expect(leaf.range(of: Data("/api/v3/exchangeInfo".utf8)) != nil)
  }

  @Test("show's body and leaf are what the digests speak of")
  func digests() throws {
    let place = try Workplace(fixtures: 1)
    let digest = try place.run("show", "4", "--json").document()["body_sha256"] as? String
    #expect(try place.shell("bnus-replay show 4 --body | sha256sum | cut -c -64").lines == [digest])
    let one = try place.run("export", "--as-of", "1", "--to", "one.jsonl")
    #expect(one.code == 0)
    _ = try place.run("import", "--archive", "one", "one.jsonl")
    let root = try place.run("stats", "--archive", "one", "--json").document()["tree_root"] as? String
    let leaf = try place.shell(
      "(printf '\\0'; bnus-replay show 1 --leaf --archive one) | sha256sum | cut -c -64")
    #expect(leaf.lines == [root], "the root of one leaf is its hash")
  }

  @Test("stats counts by endpoint, and --json gives the same numbers")
  func stats() throws {
    let place = try Workplace(fixtures: 5)
    let document = try place.run("stats", "--json").document()
    let root = try #require(document["tree_root"] as? String)
    let endpoints = try #require(document["endpoints"] as? [[String: Any]])
    #expect(endpoints.compactMap { $0["events"] as? Int }.reduce(0, +) == Fixtures.events())
    let text = try place.run("stats").text
    #expect(text.contains("tree root  \(root)"))
    #expect(text.contains(#//api/v3/allOrders +95/#))
  }

  @Test("schema prints SQL that SQLite takes, JSON and markdown", arguments: LockedSchemas.numbers)
  func schema(version: Int) throws {
    let place = try Workplace()
    let loaded = try place.shell(
      "bnus-replay schema --schema \(version) | sqlite3 s.sqlite && sqlite3 s.sqlite .tables")
    #expect(loaded.code == 0)
    #expect(loaded.errors == "")
    #expect(loaded.text.contains("account_balance_latest"))
    let document = try place.run("schema", "--schema", "\(version)", "--format", "json").document()
    #expect(document["schema"] as? Int == version)
    #expect((document["tables"] as? [[String: Any]])?.count == LockedSchemas.count(version))
    #expect(
      try place.run("schema", "--schema", "\(version)", "--json").document()["schema"] as? Int == version)
  }

  @Test("the tables that schema prints are those that replay makes", arguments: LockedSchemas.numbers)
  func schemaIsTrue(version: Int) throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("replay", "--to", "t.sqlite", "--schema", "\(version)")
    _ = try place.shell("bnus-replay schema --schema \(version) | sqlite3 s.sqlite")
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    #expect(try place.query("s.sqlite", sql) == place.query("t.sqlite", sql))
  }

  @Test("backup makes a private copy with the same root, and takes no directory that holds something")
  func backup() throws {
    let place = try Workplace(fixtures: 2)
    #expect(try place.run("backup", "copy").code == 0)
    #expect(
      try place.run("stats", "--json", "--archive", "copy").document()["tree_root"] as? String
        == (try place.run("stats", "--json").document()["tree_root"] as? String))
    #expect(try place.shell("stat -c %a copy copy/data.mdb").lines == ["700", "600"])
    let again = try place.run("backup", "copy")
    #expect(again.code == 1)
    #expect(again.errors.contains("name a new directory, or an empty one"))
    #expect(try place.run("backup", "nowhere/copy").code == 1)
    #expect(try place.run("import", "--archive", "copy", Repository.fixtures[2]).code == 0)
  }

  @Test("an archive without events is read")
  func empty() throws {
    let place = try Workplace()
    #expect(try place.run("import", "/dev/null").code == 0)
    let runs = try place.run("runs")
    #expect(runs.code == 0)
    #expect(runs.errors == "The archive holds no run yet.\n")
    for command in [["runs", "--json"], ["events"], ["export", "-q"]] {
      #expect(try place.run(command).description == "exit 0, signal -\n\n", "\(command)")
    }
    #expect(try place.run("stats", "--json").document()["tree_root"] is NSNull)
    #expect(try place.run("verify", "--json").document()["whole"] as? Bool == true)
    #expect(try place.run("replay", "--to", "t.sqlite", "--json").document()["through_sequence"] as? Int == 0)
    #expect(try place.run("show", "1").code == 64)
    #expect(try place.run("events", "--run", "latest").code == 64)
    #expect(try place.run("backup", "copy").code == 0)
    _ = try place.importFixtures(1)
    #expect(
      try place.run("replay", "--to", "t.sqlite", "--json").document()["through_sequence"] as? Int
        == Fixtures.events(1))
  }
}

import CommandKit
import Foundation
import Testing

@Suite("bnus-replay replay")
struct ReplayTests {
  @Test("the tables of a schema, and a summary that a person reads", arguments: LockedSchemas.numbers)
  func schemas(schema: Int) throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.run("replay", "--to", "t.sqlite", "--schema", "\(schema)")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    #expect(outcome.text.contains("9 quarantined"))
    #expect(outcome.text.contains("schema 1's key has cost 51 rows") == (schema == 1))
    #expect(try place.query("t.sqlite", "SELECT count(*) FROM trade") == [schema == 1 ? "1086" : "1137"])
    #expect(
      try place.query("t.sqlite", "SELECT DISTINCT schema, through_sequence FROM _replay") == [
        "\(schema)|\(Fixtures.events())"
      ])
    #expect(
      try place.query("t.sqlite", "SELECT count(*) FROM _replay") == ["\(LockedSchemas.count(schema))"])
  }

  @Test("catch-up and rebuild give the same digests, whatever the jobs")
  func catchUp() throws {
    let place = try Workplace(fixtures: 3)
    _ = try place.run("replay", "--to", "t.sqlite")
    try place.importFixtures()
    let caughtUp = try Self.digests(place.run("replay", "--to", "t.sqlite", "--json"))
    #expect(caughtUp.count == LockedSchemas.count())
    for jobs in ["1", "3", "9"] {
      let rebuilt = try place.run("replay", "--to", "t.sqlite", "--json", "--rebuild", "--jobs", jobs)
      #expect(try Self.digests(rebuilt) == caughtUp)
    }
  }

  @Test("--json is one document and nothing else")
  func json() throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.run("replay", "--to", "t.sqlite", "--json")
    #expect(outcome.errors == "")
    let document = try outcome.document()
    #expect(outcome.lines.count == 1)
    #expect(document["through_sequence"] as? Int == Fixtures.events(1))
    #expect((document["tables"] as? [Any])?.count == LockedSchemas.count())
  }

  @Test("--strict exits with status 4 after the summary when something was quarantined")
  func strict() throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.run("replay", "--to", "t.sqlite", "--strict", "--json")
    #expect(outcome.code == 4)
    #expect(try outcome.document()["schema"] as? Int == LockedSchemas.newest)
    #expect(outcome.errors.contains("3 records or bodies were quarantined"))
    #expect(try place.run("replay", "--to", "u.sqlite", "--strict", "--only", "server_time").code == 0)
  }

  @Test("--only makes those tables, and the rest later")
  func only() throws {
    let place = try Workplace(fixtures: 2)
    #expect(try place.run("replay", "--to", "t.sqlite", "--only", "trade,order", "-q").text == "")
    #expect(try place.query("t.sqlite", "SELECT count(*) FROM exchange_info") == ["0"])
    let later = try Self.digests(place.run("replay", "--to", "t.sqlite", "--json"))
    #expect(try later == Self.digests(place.run("replay", "--to", "u.sqlite", "--json")))
  }

  @Test("a sequence, a run, a time: --as-of names the same point")
  func asOf() throws {
    let place = try Workplace(fixtures: 5)
    let points = [
      "\(Fixtures.events(2))", "run:20221121", "20221121T063000Z-fixture", "2022-11-21T06:30:16.920000Z",
      "2024-01-01T00:00:00Z",
    ]
    for point in points {
      let outcome = try place.run("replay", "--to", "t.sqlite", "--rebuild", "--as-of", point, "--json")
      #expect(try outcome.document()["through_sequence"] as? Int == Fixtures.events(2), "\(point)")
    }
    #expect(
      try place.run("replay", "--to", "n.sqlite", "--as-of", "latest", "--json").document()[
        "through_sequence"] as? Int == Fixtures.events())
    #expect(try place.run("replay", "--to", "o.sqlite", "--as-of", "2020-01-01T00:00:00Z").code == 0)
  }

  @Test("a point before the file's is refused with the flag that goes back")
  func backwards() throws {
    let place = try Workplace(fixtures: 2)
    _ = try place.run("replay", "--to", "t.sqlite")
    let outcome = try place.run("replay", "--to", "t.sqlite", "--as-of", "\(Fixtures.events(1))")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("--rebuild"))
  }

  @Test(
    "a file of another schema, another archive or unknown origin is refused; --rebuild replaces only our own")
  func refused() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("replay", "--to", "schema1", "--schema", "1")
    _ = try place.run("import", "--archive", "other", Repository.fixtures[0])
    _ = try place.run("replay", "--to", "other.sqlite", "--archive", "other")
    try place.write("dear diary", to: "diary")
    _ = try place.query("foreign.sqlite", "CREATE TABLE mine (a)")
    for file in ["schema1", "other.sqlite", "diary", "foreign.sqlite"] {
      let before = try place.data(file)
      let outcome = try place.run("replay", "--to", file, "--schema", "3")
      #expect(outcome.code == 1, "\(file)")
      #expect(outcome.errors.contains("--rebuild"), "\(file)")
      #expect(try place.data(file) == before, "\(file)")
      if ["diary", "foreign.sqlite"].contains(file) {
        let rebuild = try place.run("replay", "--to", file, "--rebuild")
        #expect(rebuild.code == 1 && rebuild.errors.contains("give the tables another name"), "\(rebuild)")
        #expect(try place.data(file) == before, "\(file)")
        continue
      }
      #expect(try place.run("replay", "--to", file, "--schema", "3", "--rebuild").code == 0, "\(file)")
      #expect(try place.run("replay", "--to", file).code == 0, "\(file)")
    }
  }

  @Test(
    "without --schema a file is caught up, and made anew, under the schema that it has",
    arguments: LockedSchemas.numbers)
  func ownSchema(schema: Int) throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("replay", "--to", "t.sqlite", "--schema", "\(schema)")
    for more in [[], ["--rebuild"]] {
      let outcome = try place.run(["replay", "--to", "t.sqlite", "--json"] + more)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(try outcome.document()["schema"] as? Int == schema)
    }
    #expect(
      try place.run("replay", "--to", "new.sqlite", "--json").document()["schema"] as? Int
        == LockedSchemas.newest)
  }

  @Test("a file whose schema cannot be read for the moment is neither taken for a new one nor replaced")
  func locked() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("replay", "--to", "t.sqlite", "--schema", "1")
    let lock = try place.shell(
      "(echo 'BEGIN EXCLUSIVE;'; echo '.shell touch held'; echo '.shell while [ ! -e done ]; do sleep 0.05; done') | sqlite3 t.sqlite & while [ ! -e held ]; do sleep 0.05; done; bnus-replay replay --to t.sqlite --rebuild; echo \"code $?\"; touch done; wait"
    )
    #expect(lock.lines.last == "code 1", "\(lock)")
    #expect(try place.query("t.sqlite", "SELECT DISTINCT schema FROM _replay") == ["1"])
  }

  @Test("a directory, or a place in none, is an error", arguments: [".", "nowhere/t.sqlite"])
  func badPlace(path: String) throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.run("replay", "--to", path)
    #expect(outcome.code == 1)
    #expect(outcome.errors.hasPrefix("bnus-replay: \(path) "))
  }

  static func digests(_ outcome: Outcome) throws -> [String] {
    let tables = try outcome.document()["tables"] as? [[String: Any]] ?? []
    return tables.map { "\($0["table"] ?? "") \($0["rows"] ?? "") \($0["digest"] ?? "")" }
  }
}

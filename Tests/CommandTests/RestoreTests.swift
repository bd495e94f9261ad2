import CommandKit
import Foundation
import Testing

@Suite("A restored archive")
struct RestoreTests {
  private func id(_ archive: String, in place: Workplace) throws -> String? {
    try place.run("stats", "--json", "--archive", archive).document()["archive_id"] as? String
  }

  @Test(
    "is the archive: its id, its old checkpoints, its key and its tables hold", arguments: ["jsonl", "warc"])
  func identity(format: String) throws {
    let place = try Workplace(fixtures: 4)
    #expect(try place.shell("bnus-replay checkpoint --new-key key > head").code == 0)
    #expect(try place.run("replay", "-q", "--to", "t.sqlite").code == 0)
    #expect(try place.run("import", "-q", Repository.fixtures[4]).code == 0)
    let script =
      "bnus-replay export -q --format \(format) > whole && bnus-replay import --archive again whole && bnus-replay import --archive again whole"
    let restored = try place.shell(script)
    #expect(restored.code == 0, "\(restored)")
    #expect(try id("again", in: place) == id("archive", in: place))
    #expect(restored.errors.contains("0 event"), "importing it twice adds nothing")
    #expect(try place.run("verify", "--archive", "again", "--checkpoint", "head").code == 0)
    #expect(try place.run("checkpoint", "--archive", "again", "--key", "key").code == 0)
    #expect(try place.run("replay", "--archive", "again", "--to", "t.sqlite", "-q").code == 0)
    #expect(try place.run("verify", "--archive", "again", "--tables", "t.sqlite").code == 0)
  }

  @Test("into an archive that has events of its own is refused, and changes nothing")
  func other() throws {
    let place = try Workplace(fixtures: 2)
    let before = try place.data("archive/data.mdb")
    let script =
      "bnus-replay import -q --archive other \(Repository.fixtures[2]) && bnus-replay export -q --archive other > whole"
    #expect(try place.shell(script).code == 0)
    let outcome = try place.run("import", "whole")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("whole export of archive"))
    #expect(try place.data("archive/data.mdb") == before)
    // One run of it is not the archive, and goes in.
    let part = try place.shell("bnus-replay export -q --archive other --run latest | bnus-replay import -q -")
    #expect(part.code == 0, "\(part)")
  }

  @Test("that went another way than the tables is refused by a catch-up, and rebuilt with --rebuild")
  func branches() throws {
    let place = try Workplace(fixtures: 2)
    #expect(try place.shell("bnus-replay export -q | bnus-replay import -q --archive copy -").code == 0)
    #expect(try place.run("import", "-q", Repository.fixtures[2]).code == 0)
    #expect(
      try place.run("import", "-q", "--archive", "copy", Repository.fixtures[3], Repository.fixtures[2]).code
        == 0)
    #expect(try place.run("replay", "-q", "--to", "t.sqlite").code == 0)
    let outcome = try place.run("replay", "--archive", "copy", "--to", "t.sqlite")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("went another way"))
    #expect(try place.run("verify", "--tables", "t.sqlite").code == 0, "the tables are as they were")
    #expect(try place.run("replay", "-q", "--archive", "copy", "--to", "t.sqlite", "--rebuild").code == 0)
    #expect(try place.run("verify", "--archive", "copy", "--tables", "t.sqlite").code == 0)
    // An older copy does not reach as far as the tables.
    #expect(
      try place.shell("bnus-replay export -q --as-of 5 | bnus-replay import -q --archive old -").code == 0)
    #expect(try place.run("replay", "--archive", "old", "--to", "t.sqlite").code == 1)
  }

  @Test("a line that names an archive where it may not is refused")
  func misplaced() throws {
    let place = try Workplace()
    for text in [
      #""archive":"xyz","sequence":1"#, #""archive":"0123456789abcdef0123456789abcdef","sequence":2"#,
    ] {
      try place.write(
        #"{\#(text),"run":"a","endpoint":"/api/v3/time","observed_at":"2026-01-01T00:00:00Z"}"# + "\n",
        to: "f")
      let outcome = try place.run("import", "f")
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains("line 1") && outcome.errors.contains("archive"))
    }
  }
}

/// What version 0.1.0 wrote: an archive of two runs, its checkpoint and verifier key, tables of schemas 1 and 3.
@Suite("An archive of version 0.1.0")
struct FirstVersionTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    #expect(try place.shell("tar xzf \(Repository.root)/Tests/CommandTests/Formats/0.1.0.tgz").code == 0)
  }

  @Test("opens, verifies against its old checkpoint, is annotated, restored, and verifies again")
  func opens() throws {
    let verify = ["verify", "--checkpoint", "checkpoint", "--verifier-key", "verifier"]
    #expect(try place.run(verify).code == 0)
    for words in [
      ["runs"], ["events"], ["show", "7"], ["stats"], ["drift"], ["coverage"],
      ["explain", "exchange_info", "BTCUSD"],
    ] {
      #expect(try place.run(words).code == 0, "\(words)")
    }
    #expect(try place.run("annotate", "omit", "2021", "--because", "a test").code == 0)
    #expect(try place.run(verify).code == 0)
    let script = "bnus-replay export -q | bnus-replay import -q --archive again -"
    #expect(try place.shell(script).code == 0)
    #expect(try place.run(verify + ["--archive", "again"]).code == 0)
  }

  @Test("its tables are read, are true, and are made anew by a catch-up, which says so", arguments: [1, 3])
  func tables(schema: Int) throws {
    let file = "tables-\(schema).sqlite"
    #expect(try place.run("verify", "--tables", file).code == 0)
    #expect(try place.run("explain", "exchange_info", "BTCUSD", "--tables", file).code == 0)
    #expect(try place.run("diff", file, file).code == 0)
    let query = #"SELECT "table", "rows", digest FROM _replay ORDER BY 1"#
    let before = try place.query(file, query)
    let outcome = try place.run("replay", "--to", file, "--schema", "\(schema)")
    #expect(outcome.code == 0)
    #expect(
      outcome.errors.contains("made anew instead of being caught up: an older version wrote it (layout 2)"))
    #expect(try place.query(file, query) == before)
    #expect(try place.run("verify", "--tables", file).code == 0)
  }
}

import CommandKit
import EventLog
import Foundation
import Testing

@Suite("bnus-replay import")
struct ImportTests {
  @Test("the fixtures go into a new archive, with a line a file on standard error")
  func fixtures() throws {
    let place = try Workplace()
    let outcome = try place.importFixtures()
    #expect(outcome.code == 0)
    #expect(outcome.text == "")
    #expect(outcome.errors.split(separator: "\n").count == 5)
    #expect(outcome.errors.contains("2026-09-22.jsonl: \(Fixtures.counts[4]) events imported\n"))
    #expect(try place.run("stats", "--json").document()["events"] as? Int == Fixtures.events())
  }

  @Test("importing twice adds nothing and says so")
  func twice() throws {
    let place = try Workplace(fixtures: 1)
    let root = try place.run("stats", "--json").text
    let outcome = try place.importFixtures(1)
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("0 events imported, \(Fixtures.events(1)) were there already"))
    #expect(try place.run("stats", "--json").text == root)
  }

  @Test("the archive is private whatever the umask")
  func privacy() throws {
    let place = try Workplace()
    #expect(try place.shell("umask 0; bnus-replay import \(Repository.fixtures[0])").code == 0)
    #expect(try place.shell("stat -c %a archive archive/*").lines == ["700", "600", "600", "600"])
  }

  @Test("a saved body becomes a run whose name derives from what was given")
  func rawBody() throws {
    let place = try Workplace()
    try place.write(#"{"serverTime":1618677408123}"#, to: "time.json")
    let words = ["import", "--endpoint", "/api/v3/time", "--at", "2021-04-17T16:36:48Z", "time.json"]
    let first = try place.run(words)
    #expect(first.code == 0)
    let run = try #require(
      first.errors.firstMatch(of: /as run (20210417T163648Z-import-[0-9a-f]{12}): 1 event imported\n/))
    #expect(try place.run(words).errors == "time.json: 0 events imported, 1 was there already\n")
    #expect(try place.run("runs", "--json").documents().map { $0["run"] as? String } == [String(run.1)])
    #expect(try place.run("show", "1", "--body").text == #"{"serverTime":1618677408123}"#)
  }

  @Test(
    "a file that is not what it claims is refused with its line, and nothing of it is kept",
    arguments: [
      (#"{"run":"a","endpoint":"/api/v3/time","observed_at":"2026-01-01T00:00:00Z","body":"1"}"#, ""),
      ("not json", "line 2"),
      (#"{"run":"a","endpoint":"/nope","observed_at":"2026-01-01T00:00:00Z","body":"1"}"#, "/nope"),
      (#"{"run":"a","endpoint":"/api/v3/time","observed_at":"yesterday","body":"1"}"#, "observed_at"),
      (#"{"run":"a","endpoint":"/api/v3/time","observed_at":"2026-01-01T00:00:00Z","bdy":"1"}"#, "bdy"),
    ])
  func refused(line: String, said: String) throws {
    let place = try Workplace()
    let good = #"{"run":"b","endpoint":"/api/v3/time","observed_at":"2026-01-01T00:00:00Z","body":"1"}"#
    try place.write("\(good)\n\(line)\n", to: "events.jsonl")
    let outcome = try place.run("import", "events.jsonl")
    if said.isEmpty {
      #expect(outcome.code == 0)
      return
    }
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("events.jsonl, line 2"))
    #expect(outcome.errors.contains(said))
    #expect(outcome.errors.contains("Nothing of this file was imported"))
    #expect(!place.has("archive"), "an import that fails leaves no archive")
  }

  @Test("a file that is missing, or a directory, makes no archive", arguments: ["nope.jsonl", ".", ""])
  func missing(file: String) throws {
    let place = try Workplace()
    let outcome = try place.run("import", file)
    #expect(outcome.code == 1)
    #expect(outcome.errors.hasPrefix("bnus-replay: cannot read \(file)"))
    #expect(!place.has("archive"))
    #expect(
      try place.run("import", "--endpoint", "/api/v3/time", "--at", "2026-01-01T00:00:00Z", file).code == 1)
    #expect(!place.has("archive"))
  }

  @Test("events come in by a pipe too, under `-`")
  func pipe() throws {
    let place = try Workplace()
    let outcome = try place.shell("cat \(Repository.fixtures[0]) | bnus-replay import -")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "standard input: \(Fixtures.events(1)) events imported\n")
    let named = try place.shell("bnus-replay import <(cat \(Repository.fixtures[1]))")
    #expect(named.errors.contains("\(Fixtures.counts[1]) events imported"))
    let broken = try place.shell("printf '\\nx\\n' | bnus-replay import -")
    #expect(broken.code == 1)
    #expect(broken.errors.contains("standard input, line 2"))
  }

  @Test("a second writer is refused with 11 and the pid of the first")
  func secondWriter() throws {
    let place = try Workplace(fixtures: 1)
    let log = try EventLog.open(at: place.path("archive"), mode: .readWrite)
    defer { log.close() }
    let outcome = try place.importFixtures(2)
    #expect(outcome.code == 11)
    #expect(outcome.errors.contains("being written by process \(ProcessInfo.processInfo.processIdentifier);"))
    #expect(try place.run("verify").code == 0, "readers read beside a writer")
    #expect(try place.run("backup", "copy").code == 0)
  }

  @Test("a directory with other files is not taken for an archive, nor a file")
  func otherDirectory() throws {
    let place = try Workplace()
    try place.write("dear diary", to: "diary")
    let inUse = try place.run("import", "--archive", ".", Repository.fixtures[0])
    #expect(inUse.code == 1)
    #expect(inUse.errors.contains("holds other files and no archive"))
    let file = try place.run("import", "--archive", "diary", Repository.fixtures[0])
    #expect(file.code == 1)
    #expect(file.errors.contains("not a directory"))
    #expect(try place.data("diary") == Data("dear diary".utf8))
  }

  @Test("a map that is too small is an error that names the flag")
  func smallMap() throws {
    let place = try Workplace()
    let outcome = try place.run("import", "--map-size", "100kB", Repository.fixtures[2])
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("--map-size"))
    #expect(try place.run("verify").code == 0)
    #expect(try place.importFixtures(3).code == 0)
  }
}

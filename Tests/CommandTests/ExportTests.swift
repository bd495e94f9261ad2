import CommandKit
import Foundation
import Testing

@Suite("bnus-replay export")
struct ExportTests {
  @Test("a whole export imported into an empty archive gives the same tree root")
  func roundTrip() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.shell(
      "bnus-replay export | bnus-replay import --archive again - && bnus-replay export --archive again > again.jsonl"
    )
    #expect(outcome.code == 0)
    let root = try place.run("stats", "--json").document()["tree_root"] as? String
    #expect(try place.run("stats", "--json", "--archive", "again").document()["tree_root"] as? String == root)
    #expect(try place.run("export").output == place.data("again.jsonl"))
  }

  @Test("the fixtures come out as they went in")
  func fixtures() throws {
    let place = try Workplace(fixtures: 2)
    let all = try Repository.fixtures.prefix(2).map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    // A whole export names the archive, which the fixtures do not.
    func whole(_ words: String...) throws -> Data {
      let outcome = try place.run(["export"] + words)
      return Data(outcome.text.replacing(/^{"archive":"[0-9a-f]{32}",/, with: "{").utf8)
    }
    #expect(try whole() == all[0] + all[1])
    #expect(try place.run("export", "--run", "2022").output == all[1])
    #expect(try whole("--as-of", "\(Fixtures.events(1))") == all[0])
    #expect(try whole("--as-of", "run:2021") == all[0])
  }

  @Test("an endpoint's events alone; one that is unknown is wrong usage")
  func endpoints() throws {
    let place = try Workplace(fixtures: 2)
    let times = try place.run("export", "--endpoint", "/api/v3/time").documents()
    #expect(times.map { $0["kind"] as? String } == ["response", "failure", "response"])
    #expect(try place.run("export", "--endpoint", "/nope").code == 64)
  }

  @Test("--to writes a private file, through a link, and leaves nothing else")
  func toFile() throws {
    let place = try Workplace(fixtures: 1)
    #expect(try place.run("export", "-q", "--to", "out.jsonl").description.contains("exit 0"))
    #expect(try place.data("out.jsonl") == place.run("export").output)
    #expect(try place.shell("stat -c %a out.jsonl; ln -s out.jsonl link").lines == ["600"])
    let kept = try place.run("export", "--to", "link", "--as-of", "3")
    #expect(kept.code == 1 && kept.errors.contains("link is there already and is not overwritten; --force"))
    #expect(
      try place.run("export", "--to", "link", "--as-of", "3", "--force").errors == "3 events exported.\n")
    #expect(try place.run("export", "--force").code == 64)
    #expect(
      try place.shell("wc -l < out.jsonl; test -L link && echo link; ls").lines == [
        "3", "link", "archive", "link", "out.jsonl",
      ])
  }

  @Test("a device is written as it is, and stays a device")
  func device() throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.shell(
      "mkfifo pipe; (wc -l < pipe > count) & bnus-replay export --to pipe; wait; cat count; test -p pipe && echo pipe"
    )
    #expect(outcome.lines == ["\(Fixtures.events(1))", "pipe"])
    #expect(try place.run("export", "--to", "/dev/null").code == 0)
    #expect(try place.shell("test -c /dev/null").code == 0)
    let whole = try place.run("export").output
    for script in [
      "--to /dev/stdout", "--to /dev/stdout > f; cat f", "--to /dev/fd/3 3>&1 | cat", "--to >(cat)",
    ] {
      #expect(try place.shell("bnus-replay export -q \(script)").output == whole, "\(script)")
    }
  }

  @Test("a place that cannot be written is an error", arguments: [".", "nowhere/out.jsonl"])
  func cannotWrite(path: String) throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.run("export", "--to", path)
    #expect(outcome.code == 1)
    #expect(outcome.errors.hasPrefix("bnus-replay: \(path) "))
  }

  @Test("a standard output that is full is an error")
  func fullOutput() throws {
    let place = try Workplace(fixtures: 1)
    for command in ["export", "stats", "runs", "schema", "events", "show 3 --body", "--help"] {
      let outcome = try place.shell("bnus-replay \(command) > /dev/full")
      #expect(outcome.code == 1, "\(command)")
      #expect(outcome.errors.contains("disk is full"), "\(command)")
    }
  }
}

import CommandKit
import Foundation
import Testing

@Suite("Systems that lack something")
struct BareSystemTests {
  /// Commands that need nothing but an archive, in an order in which each finds what it needs.
  static let commands = [
    "runs", "events --limit 3", "show 3", "show 3 --body", "stats --json", "schema", "verify", "coverage",
    "audit",
    "drift", "replay -q --to t.sqlite", "replay -q --to t.sqlite --rebuild", "verify -q --tables t.sqlite",
    "explain exchange_info BTCUSD", "diff --schema 1 2", "checkpoint -q --new-key key",
    "checkpoint --key key --to head",
    "prove 3 --checkpoint head --to proof", "export -q --to out.jsonl", "export --format warc --to /dev/null",
    "export -q --to /dev/stdout", "backup -q copy", "verify --archive copy", "nope", "--version",
    "replay --help",
    "import --archive other out.jsonl", "import --archive third - < out.jsonl",
    "import --archive third -q /dev/fd/3 3< out.jsonl",
    "import --archive fourth -q FIXTURES",
  ]

  @Test(
    "without /proc every command does what it does with it",
    .enabled(if: geteuid() == 0, "hiding /proc needs root"))
  func withoutProc() throws {
    let plain = try Workplace(fixtures: 1)
    let bare = try Workplace(fixtures: 1)
    var script = ""
    for (number, command) in Self.commands.enumerated() {
      let words = command.replacingOccurrences(
        of: "FIXTURES", with: Repository.fixtures.joined(separator: " "))
      script += "bnus-replay \(words) > out.\(number) 2> err.\(number); echo \(number) $?\n"
    }
    try plain.write(script, to: "script")
    try bare.write(script, to: "script")
    let there = try plain.shell(". ./script")
    let hidden = try bare.shell(
      "exec unshare --mount bash -c 'mount -t tmpfs none /proc || { echo no mount; exit; }; . ./script'")
    if hidden.lines.first == "no mount" {
      #expect(getenv("CI") == nil, "nothing was tested: /proc cannot be hidden here")
      return
    }
    #expect(there.lines.count == Self.commands.count)
    #expect(hidden.lines == there.lines)
    for (number, command) in Self.commands.enumerated() {
      if command.contains("--new-key") || command.contains("key") { continue }
      for stream in ["out", "err"] where !command.hasPrefix("replay") && !command.hasPrefix("stats") {
        #expect(try bare.data("\(stream).\(number)") == plain.data("\(stream).\(number)"), "\(command)")
      }
    }
  }

  @Test("readers of an archive need no more of the address space than it has")
  func addressSpace() throws {
    let place = try Workplace(fixtures: 2)
    for command in [
      "runs", "verify", "replay --to t.sqlite", "export --to out", "checkpoint", "backup copy", "stats",
      "audit",
    ] {
      let outcome = try place.shell("ulimit -v 2000000; bnus-replay \(command)")
      #expect(outcome.code == 0, "\(command): \(outcome)")
    }
    // Into the archive that is there, and into a new one.
    for archive in ["archive", "new"] {
      let writer = try place.shell(
        "ulimit -v 2000000; bnus-replay import --archive \(archive) \(Repository.fixtures[2])")
      #expect(writer.code == 1 && writer.errors.contains("or lower --map-size"), "\(writer)")
    }
    #expect(
      try place.shell("ulimit -v 2000000; bnus-replay import --map-size 500MB \(Repository.fixtures[2])").code
        == 0)
    let poor = try place.shell(
      "truncate -s 3G archive/data.mdb; ulimit -v 2000000; bnus-replay runs")
    #expect(poor.code == 1 && poor.errors.contains("(ulimit -v)"), "\(poor)")
    #expect(!poor.errors.contains("--map-size"))
  }
}

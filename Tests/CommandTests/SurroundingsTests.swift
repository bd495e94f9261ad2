import CommandKit
import Testing

@Suite("What surrounds a command")
struct SurroundingsTests {
  static let commands = [
    "runs", "events", "show 3", "stats --json", "schema", "verify", "replay --to t.sqlite --rebuild --json",
    "export", "--help", "explain trade BTCUSD 122162642 --history", "diff --schema 1 2", "drift", "coverage",
    "audit", "checkpoint", "prove 3",
  ]

  @Test(
    "time zone, locale and terminal variables change no output",
    arguments: [
      ["TZ": "America/New_York"], ["LC_ALL": "tr_TR.UTF-8"], ["LC_ALL": "C", "LANG": "de_DE.ISO-8859-1"],
      ["TERM": "dumb"], ["NO_COLOR": "1"], ["TERM": "xterm-256color", "CLICOLOR_FORCE": "1"],
    ])
  func variables(environment: [String: String]) throws {
    let place = try Workplace(fixtures: 2)
    for command in Self.commands {
      let words = command.split(separator: " ").map(String.init)
      let plain = try place.run(words)
      let other = try place.run(words, environment: environment)
      #expect(other.output == plain.output, "\(command)")
      #expect(other.errors == plain.errors, "\(command)")
      #expect(!plain.text.contains("\u{1B}") && !plain.errors.contains("\u{1B}"))
    }
  }

  @Test("a progress line is drawn on a terminal and never in a file", .enabled(if: Tool.exists("script")))
  func terminal() throws {
    let place = try Workplace.large()
    let drawn = try place.shell(
      "TERM=xterm script -qec 'bnus-replay replay --to t.sqlite > summary' /dev/null")
    #expect(drawn.text.contains("\u{1B}[Kreplay: "), "\(drawn)")
    #expect(try !place.shell("cat summary").text.contains("\u{1B}"))
    let quiet = try place.shell(
      "TERM=xterm script -qec 'bnus-replay replay -q --to u.sqlite' /dev/null")
    #expect(quiet.text == "")
    let dumb = try place.shell(
      "TERM=dumb script -qec 'bnus-replay replay --to w.sqlite > summary' /dev/null")
    #expect(!dumb.text.contains("\u{1B}"))
  }

  @Test("every file that a command makes is private")
  func privacy() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.shell(
      "umask 0; bnus-replay replay --to t.sqlite; bnus-replay export -q --to e.jsonl; bnus-replay backup copy"
    )
    #expect(try place.shell("stat -c %a t.sqlite e.jsonl copy copy/*").lines == ["600", "600", "700", "600"])
  }

  @Test("an import is on disk before it is acknowledged", .enabled(if: Tool.canTrace))
  func durability() throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.shell(
      """
      strace -f -y -s 300 -e trace=openat,write,writev,pwrite64,pwritev,fsync,fdatasync,msync -o trace \
        bnus-replay import \(Repository.fixtures[1])
      """)
    #expect(outcome.code == 0)
    let trace = try place.shell("cat trace").lines
    let acknowledged = try #require(trace.firstIndex { $0.contains("\(Fixtures.counts[1]) events imported") })
    let isPageWrite = { (line: String) in line.contains(/write[v0-9]*\(/) && line.contains("data.mdb>") }
    let synced = try #require(trace.lastIndex { $0.contains("fdatasync(") && $0.contains("data.mdb>") })
    let lastWrite = try #require(trace.lastIndex(where: isPageWrite))
    #expect(trace[..<synced].last(where: isPageWrite) != nil, "pages are written, then synced")
    #expect(synced < lastWrite, "then the meta page makes them count")
    #expect(lastWrite < acknowledged)
    // The meta page goes through a descriptor whose every write is durable.
    let number = try #require(trace[lastWrite].firstMatch(of: /pwrite64\((\d+)</)?.1)
    #expect(
      trace.contains { $0.contains("data.mdb") && $0.contains("DSYNC") && $0.contains("= \(number)") },
      "\(trace[lastWrite])")
  }
}

/// Programs that some tests need.
enum Tool {
  static func exists(_ name: String) -> Bool { works("command -v \(name)") }

  /// Even where strace is installed, a container may forbid it.
  static let canTrace = works("strace -o /dev/null true")

  private static func works(_ script: String) -> Bool {
    (try? Workplace().shell("\(script) > /dev/null 2>&1").code) == 0
  }
}

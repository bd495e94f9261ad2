import CommandKit
import Foundation
import Testing

@Suite("Files that two write, or that a killed process leaves")
struct ConcurrentFilesTests {
  @Test("exports to one name at the same time give one whole file, and nothing beside it")
  func exports() throws {
    let place = try Workplace(fixtures: 2)
    let whole = try place.run("export").output
    let part = try place.run("export", "--as-of", "40").output
    for round in 0..<30 {
      let isForced = round % 2 == 0
      let children = try [["--as-of", "40"], []].map {
        try place.start(["export", "-q", "--to", "out"] + (isForced ? ["--force"] : []) + $0)
      }
      let codes = try children.map { try $0.wait().code }
      #expect(codes.contains(0), "round \(round)")
      if !isForced { #expect(codes.contains(1), "round \(round): \(codes)") }
      let found = try place.data("out")
      #expect(found == whole || found == part, "round \(round): \(found.count) bytes")
      #expect(try place.shell("ls").lines == ["archive", "out"], "round \(round)")
      _ = try place.shell("rm out")
    }
  }

  @Test("what lies in wait under the names of drafts is neither written nor followed")
  func planted() throws {
    let place = try Workplace(fixtures: 1)
    let script = """
      echo mine > victim; for word in part rebuild; do for name in out t.sqlite; do
      case $KIND in
      file) echo mine > $name.$word; chmod 666 $name.$word;;
      link) ln -s victim $name.$word;;
      hard) ln victim $name.$word;;
      fifo) mkfifo $name.$word;;
      esac; done; done
      """
    for kind in ["file", "link", "hard", "fifo"] {
      _ = try place.shell(script, environment: ["KIND": kind])
      let before = try Fingerprint(of: place)
      #expect(try place.run("export", "-q", "--to", "out").code == 0)
      #expect(try place.run("replay", "-q", "--to", "t.sqlite", "--rebuild").code == 0)
      #expect(try before.differences(from: Fingerprint(of: place)) == ["out", "t.sqlite"], "\(kind)")
      #expect(try place.shell("stat -c '%a %h' out t.sqlite").lines == ["600 1", "600 1"], "\(kind)")
      _ = try place.shell("rm out* t.sqlite* victim")
    }
  }

  /// A command that is killed at every call of the system that makes its file, and what its file must be then.
  static let makers: [(command: String, file: String, proof: String)] = [
    ("checkpoint -q --new-key out", "out", "bnus-replay checkpoint -q --key out > note"),
    ("export -q --to out", "out", "bnus-replay export | cmp - out"),
    ("replay -q --to out", "out", "bnus-replay verify -q --tables out"),
    ("backup -q out", "out", "bnus-replay verify -q --archive out"),
  ]

  @Test(
    "killed at any call that makes a file, there is none or a whole one, and the next run clears up",
    .enabled(if: Tool.canTrace), arguments: makers)
  func killed(command: String, file: String, proof: String) throws {
    let place = try Workplace(fixtures: 1)
    let calls = "fchmod,fchmodat,mkdirat,flock,fsync,renameat,renameat2,fcntl"
    var (step, kills) = (0, 0)
    while true {
      step += 1
      let outcome = try place.shell(
        "strace -f -o none -e trace=\(calls) -e inject=\(calls):signal=KILL:when=\(step) bnus-replay \(command)"
      )
      if outcome.code == 0 { break }
      kills += 1
      if place.has(file) { #expect(try place.shell(proof).code == 0, "step \(step)") }
      _ = try place.shell("rm -rf \(file)")
      #expect(try place.run(command.split(separator: " ").map(String.init)).code == 0, "step \(step)")
      #expect(try place.shell(proof).code == 0, "step \(step)")
      #expect(try place.shell("ls | grep -v '^no'").lines == ["archive", file], "step \(step)")
      _ = try place.shell("rm -rf \(file)")
      try #require(step < 200)
    }
    #expect(kills >= 5)
  }

  @Test("an archive that others can write, or that is another's, draws a warning and nothing else")
  func exposed() throws {
    let place = try Workplace(fixtures: 1)
    let plain = try place.run("runs")
    #expect(plain.errors == "")
    for (change, back) in [
      ("chmod 777 archive", "chmod 700 archive"),
      ("chmod 660 archive/data.mdb", "chmod 600 archive/data.mdb"),
      ("chmod 602 archive/lock.mdb", "chmod 600 archive/lock.mdb"),
    ] {
      _ = try place.shell(change)
      for words in [["runs"], ["verify", "-q"], ["import", "-q", Repository.fixtures[0]]] {
        let outcome = try place.run(words)
        #expect(outcome.code == 0)
        #expect(
          outcome.errors.hasPrefix("warning: ./archive") && outcome.errors.contains("chmod go-w"),
          "\(outcome)")
        #expect(outcome.errors.count { $0 == "\n" } == 1, "\(outcome)")
      }
      #expect(try place.run("runs").output == plain.output)
      _ = try place.shell(back)
    }
    guard geteuid() == 0 else { return }
    _ = try place.shell("chown 12345 archive/data.mdb")
    #expect(try place.run("runs").errors.contains("belongs to user 12345"))
  }
}

import CommandKit
import Glibc
import Testing

@Suite("A full disk")
struct FullDiskTests {
  @Test("a file size limit during import: a clear error, a whole archive, and a later import works")
  func limitedImport() throws {
    let place = try Workplace(fixtures: 1)
    let outcome = try place.shell("ulimit -f 180; bnus-replay import \(Repository.fixtures[2])")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("make room"), "\(outcome)")
    #expect(try place.run("verify").text.hasPrefix("\(Fixtures.events(1)) events"))
    #expect(try place.importFixtures().code == 0)
    #expect(try place.run("verify").text.hasPrefix("\(Fixtures.events()) events"))
  }

  @Test("a file size limit during replay: a clear error, the old file whole, and a later replay works")
  func limitedReplay() throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("replay", "--to", "t.sqlite")
    try place.importFixtures()
    let before = try place.data("t.sqlite")
    for flag in ["", "--rebuild"] {
      let outcome = try place.shell("ulimit -f 400; bnus-replay replay --to t.sqlite \(flag)")
      #expect(outcome.code == 1, "\(flag)")
      #expect(outcome.errors.contains("disk is full"), "\(flag) \(outcome)")
      #expect(try place.shell("ls").lines == ["archive", "t.sqlite"])
      #expect(try place.data("t.sqlite") == before)
    }
    let caughtUp = try ReplayTests.digests(place.run("replay", "--to", "t.sqlite", "--json"))
    #expect(try caughtUp == ReplayTests.digests(place.run("replay", "--to", "u.sqlite", "--json")))
  }

  @Test(
    "a full file system: import, replay, export and backup say so and leave everything whole",
    .enabled(if: geteuid() == 0, "mounting a tmpfs needs root"))
  func smallFileSystem() throws {
    let place = try Workplace()
    // In a mount name space of its own, which ends with the script.
    let outcome = try place.shell(
      """
      exec unshare --mount bash -c '
      mkdir disk && mount -t tmpfs -o size=340k tmpfs disk || { echo no mount; exit 0; }
      cd disk
      for f in \(Repository.fixtures.joined(separator: " ")); do
        bnus-replay import -q $f 2>>../words || { echo import $?; break; }
      done
      bnus-replay import -q \(Repository.fixtures[0]) || echo lost
      bnus-replay replay -q --to t.sqlite 2>>../words; echo replay $?
      bnus-replay export -q --to e.jsonl 2>>../words; echo export $?
      dd if=/dev/zero of=ballast bs=1k 2>/dev/null
      bnus-replay backup copy 2>>../words; echo backup $?
      rm ballast
      ls
      bnus-replay verify -q; echo verify $?
      mount -o remount,size=20m tmpfs .
      bnus-replay import -q \(Repository.fixtures.joined(separator: " ")); echo import $?
      bnus-replay replay -q --to t.sqlite; echo replay $?
      bnus-replay verify | cut -c -10
      '
      """)
    if outcome.lines.first == "no mount" {
      #expect(getenv("CI") == nil, "nothing was tested: no tmpfs can be mounted here")
      return
    }
    #expect(
      outcome.lines == [
        "import 1", "replay 1", "export 1", "backup 1", "archive", "verify 0", "import 0", "replay 0",
        "\(Fixtures.events()) events",
      ], "\(outcome)")
  }
}

import CommandKit
import Foundation
import Testing

@Suite("Ctrl-C", .serialized)
struct InterruptionTests {
  @Test(
    "during a rebuild: exit status 130, the old file whole and nothing beside it",
    arguments: [SIGINT, SIGTERM])
  func rebuild(signal: Int32) throws {
    let place = try Workplace.large()
    #expect(try place.run("replay", "-q", "--to", "t.sqlite", "--as-of", "50").code == 0)
    let before = try place.data("t.sqlite")
    let child = try place.start(["replay", "--to", "t.sqlite", "--rebuild", "--jobs", "1"])
    let names = { try FileManager.default.contentsOfDirectory(atPath: place.path) }
    while try !names().contains(where: { $0.hasPrefix("t.sqlite.part-") }) && !child.hasEnded() {
      usleep(100)
    }
    child.send(signal)
    let outcome = try child.wait()
    #expect(outcome.code == 130)
    #expect(outcome.text == "")
    #expect(outcome.errors == "bnus-replay: interrupted; nothing acknowledged is lost\n")
    #expect(try place.shell("ls").lines == ["archive", "corpus.jsonl", "t.sqlite"])
    #expect(try place.data("t.sqlite") == before)
  }

  @Test("during an import: exit status 130, and importing again goes on")
  func duringImport() throws {
    let place = try Workplace()
    let corpus = try Corpus(copies: 30)
    try corpus.write(to: place.path("corpus.jsonl"))
    let child = try place.start(["import", "corpus.jsonl"])
    while try place.size("archive/data.mdb") < 100_000 && !child.hasEnded() { usleep(100) }
    child.send(SIGINT)
    let outcome = try child.wait()
    #expect(outcome.code == 130)
    #expect(try place.run("verify").code == 0)
    #expect(try place.run("import", "corpus.jsonl").code == 0)
    #expect(try place.run("stats", "--json").document()["events"] as? Int == corpus.events)
  }

  @Test("while an import waits for its pipe: exit status 130, and no archive is made")
  func waiting() throws {
    let place = try Workplace()
    let outcome = try place.shell(
      "mkfifo pipe; exec 9<>pipe; bnus-replay import - <&9 & sleep 0.5; kill -INT $!; wait $!")
    #expect(outcome.code == 130)
    #expect(!place.has("archive"))
  }

  @Test(
    "while a FIFO has no other end: the first signal ends the command with exit status 130",
    arguments: ["INT", "TERM"])
  func fifo(signal: String) throws {
    let place = try Workplace(fixtures: 1)
    for command in [
      "export --to fifo", "checkpoint --to fifo", "prove 5 --to fifo", "import fifo",
      "import --endpoint time fifo",
      "verify --checkpoint fifo",
    ] {
      let outcome = try place.shell(
        "rm -f fifo; mkfifo fifo; bnus-replay \(command) & sleep 0.3; kill -\(signal) $!; wait $!")
      #expect(outcome.code == 130, "\(command): \(outcome)")
      #expect(outcome.errors.contains("the other end of fifo"))
    }
  }

  @Test(
    "an import that is interrupted exits with status 130 and leaves no archive, or one with the beginning of its file",
    arguments: [UInt32(30_000), 90_000, 200_000, 400_000])
  func duringImport(microseconds: UInt32) throws {
    let place = try Workplace()
    try Corpus(copies: 30).write(to: place.path("corpus.jsonl"))
    let child = try place.start(["import", "corpus.jsonl"])
    usleep(microseconds)
    child.send(SIGINT)
    let outcome = try child.wait()
    // Before it listens, the signal ends it as it ends any program.
    #expect(outcome.code == 130 || outcome.signal == SIGINT, "\(outcome)")
    guard place.has("archive") else { return }
    #expect(try place.run("verify").code == 0)
    let export = "bnus-replay export -q | sed '1s/\"archive\":\"[0-9a-f]*\",//' > there"
    #expect(try place.shell("\(export); cmp -n $(stat -c %s there) there corpus.jsonl").code == 0)
  }
}

extension Workplace {
  /// With an archive that a command takes a while over.
  static func large() throws -> Workplace {
    let place = try Workplace()
    try Corpus(copies: 8).write(to: place.path("corpus.jsonl"))
    _ = try place.run("import", "-q", "corpus.jsonl")
    return place
  }
}

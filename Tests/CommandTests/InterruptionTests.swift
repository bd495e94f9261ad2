import CommandKit
import Foundation
import Testing

@Suite("Ctrl-C", .serialized)
struct InterruptionTests {
  @Test(
    "during a rebuild it leaves with 130, the old file whole and nothing beside it",
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

  @Test("during an import it leaves with 130, and importing again goes on")
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

  @Test("while an import waits for its pipe it leaves with 130 and makes no archive")
  func waiting() throws {
    let place = try Workplace()
    let outcome = try place.shell(
      "mkfifo pipe; exec 9<>pipe; bnus-replay import - <&9 & sleep 0.5; kill -INT $!; wait $!")
    #expect(outcome.code == 130)
    #expect(!place.has("archive"))
  }

  @Test("before an import has read its file to the end it leaves with 130 and keeps nothing of it")
  func duringCheck() throws {
    let place = try Workplace()
    try Corpus(copies: 30).write(to: place.path("corpus.jsonl"))
    let child = try place.start(["import", "corpus.jsonl"])
    while try !place.has("archive/data.mdb") && !child.hasEnded() { usleep(100) }
    child.send(SIGINT)
    #expect(try child.wait().code == 130)
    #expect(try place.run("stats", "--json").document()["events"] as? Int == 0)
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

import CommandKit
import Foundation
import Testing

@Suite("Ctrl-C", .serialized)
struct InterruptionTests {
  @Test("during a rebuild it leaves with 130, the old file whole and nothing beside it", arguments: [SIGINT, SIGTERM])
  func rebuild(signal: Int32) throws {
    let place = try Workplace.large()
    #expect(try place.run("replay", "-q", "--to", "t.sqlite", "--as-of", "50").code == 0)
    let before = try place.data("t.sqlite")
    let child = try place.start(["replay", "--to", "t.sqlite", "--rebuild", "--jobs", "1"])
    while try !place.has("t.sqlite.rebuild") && !child.hasEnded() { usleep(100) }
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
    try Workplace.corpus.write(to: place.path("corpus.jsonl"))
    let child = try place.start(["import", "corpus.jsonl"])
    while try !place.has("archive/data.mdb") && !child.hasEnded() { usleep(100) }
    child.send(SIGINT)
    let outcome = try child.wait()
    #expect(outcome.code == 130)
    #expect(try place.run("verify").code == 0)
    #expect(try place.run("import", "corpus.jsonl").code == 0)
    #expect(try place.run("stats", "--json").document()["events"] as? Int == Workplace.corpus.events)
  }

  @Test("while an import waits for its pipe it leaves with 130 and makes no archive")
  func waiting() throws {
    let place = try Workplace()
    let outcome = try place.shell(
      "mkfifo pipe; exec 9<>pipe; bnus-replay import - <&9 & sleep 0.5; kill -INT $!; wait $!")
    #expect(outcome.code == 130)
    #expect(!place.has("archive"))
  }

  @Test("during verify it leaves with 130")
  func duringVerify() throws {
    let place = try Workplace.large()
    let outcome = try place.shell(
      "bnus-replay verify & sleep 0.1; kill -INT $!; wait $!")
    #expect(outcome.code == 130 || outcome.code == 0)
  }
}

extension Workplace {
  static let corpus = Corpus(seed: 11, runs: 6)

  /// With an archive that a command takes a while over.
  static func large() throws -> Workplace {
    let place = try Workplace()
    try corpus.write(to: place.path("corpus.jsonl"))
    _ = try place.run("import", "-q", "corpus.jsonl")
    return place
  }
}

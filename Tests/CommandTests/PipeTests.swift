import CommandKit
import Testing

@Suite("Pipes")
struct PipeTests {
  @Test(
    "a reader that goes away ends a command quietly",
    arguments: [
      ("show 3 --body | head -c 1", "{"), ("events | head -1 | cut -c 1-3", "SEQ\n"),
      ("export | head -c 3", "{\"a"), ("events --json | head -c 3", "{\"s"),
      ("schema | head -c 6", "CREATE"), ("--help | head -c 8", "OVERVIEW"),
    ])
  func head(command: String, printed: String) throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.shell("bnus-replay \(command)")
    #expect(outcome.text == printed)
    #expect(outcome.errors == "")
  }

  @Test("a command whose reader is gone ends by SIGPIPE, even where that was ignored")
  func inherited() throws {
    let place = try Workplace(fixtures: 5)
    let outcome = try place.shell("trap '' PIPE; bnus-replay export | true; echo ${PIPESTATUS[0]}")
    #expect(outcome.lines == ["141"])
    #expect(outcome.errors == "")
  }

  @Test("with every stream closed a command does its work and harms no file")
  func closedStreams() throws {
    let place = try Workplace()
    let outcome = try place.shell(
      """
      bnus-replay import \(Repository.fixtures[0]) <&- 2>&- || exit 1
      bnus-replay import \(Repository.fixtures[1]) <&- >&- 2>&- || exit 2
      bnus-replay replay -q --to t.sqlite <&- >&- 2>&-
      bnus-replay verify
      """)
    #expect(outcome.code == 0)
    #expect(outcome.text.hasPrefix("\(Fixtures.events(2)) events"))
  }
}

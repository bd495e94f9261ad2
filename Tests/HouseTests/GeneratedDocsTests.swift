import CommandKit
import Foundation
import Testing

@Suite("Generated documents")
struct GeneratedDocsTests {
  @Test("docs/tables.md is what `schema --format markdown` prints")
  func tables() throws {
    try Golden.expect(Workplace().run("schema", "--format", "markdown").text, at: "docs/tables.md")
  }

  @Test("the manual page is made from the help")
  func manual() throws {
    let place = try Workplace()
    let help = try place.run("--experimental-dump-help")
    let version = try place.run("--version").lines.first ?? ""
    let page = ManualPage(try JSONDecoder().decode(CommandHelp.Tool.self, from: help.output).command, version: version)
    try Golden.expect(page.text, at: "docs/man/bnus-replay.1")
  }

  @Test("the manual page is formatted without a warning", .enabled(if: ManualPage.canFormat))
  func formatted() throws {
    let outcome = try Workplace().shell(
      "man --warnings -l \(Repository.root)/docs/man/bnus-replay.1 | cat")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    #expect(outcome.text.contains("EXIT STATUS"))
  }
}

import CommandKit
import Foundation
import Testing

@Suite("Help")
struct GoldenHelpTests {
  static let commands = [
    "", "sync", "replay",
    "runs", "events", "show", "stats", "schema",
    "explain", "diff", "drift", "coverage", "audit",
    "verify", "checkpoint", "prove", "annotate",
    "serve", "export", "import", "backup",
  ]

  @Test("the help of every command is as recorded", arguments: commands)
  func recorded(command: String) throws {
    let outcome = try help(command)
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    try Golden.expect(outcome.text, at: "fixtures/help/\(command.isEmpty ? "bnus-replay" : command).txt")
  }

  @Test("help ends with the exit codes, and names 0 and 64", arguments: commands)
  func exitCodes(command: String) throws {
    let last = (try help(command).text.components(separatedBy: "\n\n").last ?? "")
      .replacingOccurrences(of: "\n", with: " ")
    #expect(last.hasPrefix("EXIT CODES: 0 done"))
    #expect(last.contains("64 wrong usage"))
  }

  @Test("the program's help lists every command")
  func listsCommands() throws {
    let text = try help("").text
    for command in Self.commands.dropFirst() { #expect(text.contains("\n  \(command) ")) }
  }

  @Test("`help COMMAND`, `COMMAND -h` and `COMMAND --help` say the same")
  func spellings() throws {
    let place = try Workplace()
    let long = try place.run("replay", "--help")
    #expect(try place.run("replay", "-h").text == long.text)
    #expect(try place.run("help", "replay").text == long.text)
  }

  @Test("without a command the help is printed")
  func noCommand() throws {
    let place = try Workplace()
    let outcome = try place.run([])
    #expect(outcome.code == 0)
    #expect(outcome.text == (try place.run("--help").text))
  }

  @Test("--version gives the program's version and the formats'")
  func version() throws {
    let outcome = try Workplace().run("--version")
    #expect(outcome.code == 0)
    #expect(outcome.lines.count == 3)
    #expect(outcome.lines[0].wholeMatch(of: /bnus-replay \d+\.\d+\.\d+/) != nil)
    #expect(
      outcome.lines[1...] == [
        "archive format 2", "table schemas \(LockedSchemas.numbers.map(String.init).joined(separator: ", "))",
      ])
  }

  @Test("completions come for bash, zsh and fish", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let outcome = try Workplace().run("--generate-completion-script", shell)
    #expect(outcome.code == 0)
    #expect(outcome.text.contains("--as-of") || outcome.text.contains("as-of"))
  }

  private func help(_ command: String) throws -> Outcome {
    try Workplace().run((command.isEmpty ? [] : [command]) + ["--help"])
  }
}

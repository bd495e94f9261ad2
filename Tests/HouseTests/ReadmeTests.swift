import CommandKit
import Foundation
import Testing

@Suite("What documents promise")
struct ReadmeTests {
  static let documents: [String] = {
    let pages = (try? Repository.files(under: "docs")) ?? []
    return ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] + pages.filter { $0.hasSuffix(".md") }
  }()

  @Test("commands and flags in a document's examples are in the help", arguments: documents)
  func commands(document: String) throws {
    let help = try JSONDecoder().decode(
      CommandHelp.Tool.self, from: Workplace().run("--experimental-dump-help").output
    ).command
    for words in try Self.examples(document) {
      guard let name = words.first else { continue }
      if name.hasPrefix("-") {
        #expect(help.options.contains(name), "\(document): bnus-replay \(words)")
        continue
      }
      var command = help.commands.first { $0.commandName == name }
      if let below = command?.commands.first(where: { words.dropFirst().first == $0.commandName }) {
        command = below
      }
      let options = try #require(command?.options, "\(document): bnus-replay \(name)")
      for word in words.dropFirst() where word.hasPrefix("-") && word != "-" {
        #expect(options.contains(word), "\(document): bnus-replay \(name) \(word)")
      }
    }
  }

  @Test("make targets in a document are in the Makefile", arguments: documents)
  func targets(document: String) throws {
    let makefile = try Repository.text("Makefile")
    for match in try Repository.text(document).matches(of: /(?:`|\n)make ([a-z]+)/) {
      #expect(makefile.contains("\n\(match.1):"), "\(document): make \(match.1)")
    }
  }

  @Test("each word of the glossary has one row, and is used by the sources")
  func glossary() throws {
    let glossary = try #require(try Repository.text("ARCHITECTURE.md").split(separator: "## Glossary").last)
    let rows = glossary.matches(of: /\n\| ([^|]+) \|/).map { String($0.1) }.dropFirst()
    let words = rows.flatMap { $0.split(separator: ", ").map(String.init) }
    #expect(words.count > 30 && Set(words).count == words.count)
    let sources = SourceFile.sources.flatMap(\.lines).joined(separator: "\n").lowercased()
    for word in words {
      let isUsed = [word, word.replacing(" ", with: "")].contains { sources.contains($0) }
      #expect(isUsed, "\(word)")
    }
  }

  @Test("links between documents lead somewhere", arguments: documents)
  func links(document: String) throws {
    let folder = document.split(separator: "/").dropLast().joined(separator: "/")
    for match in try Repository.text(document).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
      let path = "\(Repository.root)/\(folder)/\(match.1)"
      #expect(FileManager.default.fileExists(atPath: path), "\(document): \(match.1)")
    }
  }

  @Test("every promise of the connector names suites of tests, which are there, or says that it is not tried")
  func promises() throws {
    let suites = Set(
      try Repository.files(under: "Tests").compactMap { $0.split(separator: "/").last.map(String.init) })
    let rows = try Repository.text("docs/promises.md").split(separator: "\n").filter { $0.hasPrefix("| ") }
      .dropFirst()
    #expect(rows.count >= 20)
    for row in rows {
      let names = row.matches(of: /`([A-Za-z0-9]+Tests)`/).map { "\($0.1).swift" }
      #expect(!names.isEmpty || row.contains("not tried"), "\(row)")
      for name in names { #expect(suites.contains(name), "\(name)") }
    }
  }

  /// The words after `bnus-replay` in blocks of sh and in code between backticks.
  static func examples(_ document: String) throws -> [[String]] {
    let text = try Repository.text(document)
    let blocks = text.matches(of: /```sh\n([^`]*)```/).flatMap { $0.1.split(separator: "\n") }
    let inline = text.matches(of: /`(bnus-replay [^`\n]+)`/).map(\.1)
    return (blocks + inline).flatMap { line in
      line.split(separator: /[|;&]|#/).compactMap { part -> [String]? in
        let words = part.split(separator: " ").map(String.init)
        guard words.first == "bnus-replay" else { return nil }
        return Array(words.dropFirst())
      }
    }
  }
}

import CommandKit
import Testing

@Suite("The tree")
struct TreeTests {
  /// Files that people write, as paths from the root.
  private static let written: [String] = {
    let folders = ["Sources", "Tests", "docs", "scripts"].flatMap { (try? Repository.files(under: $0)) ?? [] }
    let top = ["Package.swift", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", ".ci/run"]
    return (folders + top).filter { !$0.contains("__pycache__") }
  }()

  @Test("lines end without blanks, files with a line's end, and tabs are for make and manuals")
  func whiteSpace() throws {
    for path in Self.written {
      let text = try Repository.text(path)
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(path) ends otherwise")
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        #expect(line.last != " " && line.last != "\t", "\(path):\(index + 1) ends with a blank")
        #expect(!line.contains("\r"), "\(path):\(index + 1)")
        if path != "Makefile" { #expect(!line.contains("\t"), "\(path):\(index + 1) has a tab") }
      }
    }
  }

  @Test("no path of one machine stands anywhere")
  func absolutePaths() throws {
    let roots = ["/home" + "/", "/Users" + "/", "/root" + "/", "/tmp" + "/h/", "/work" + "/", "C:" + "\\"]
    for path in Self.written {
      let text = try Repository.text(path)
      for root in roots { #expect(!text.contains(root), "\(path) has \(root)") }
    }
  }

  @Test("words that say nothing about this program stay out")
  func words() throws {
    let words = ["a" + "gent", "assis" + "tant", "L" + "LM", "Chat" + "GPT", "Clau" + "de", "Co" + "pilot"]
    for path in Self.written {
      let text = try Repository.text(path).lowercased()
      for word in words {
        // User-Agent is a header's name.
        let count = text.replacing("user-\(words[0])", with: "").ranges(of: word.lowercased()).count
        #expect(count == 0, "\(path) speaks of \(word)")
      }
    }
  }

  @Test("every package is pinned to one version")
  func pins() throws {
    let manifest = try Repository.text("Package.swift")
    let packages = manifest.split(separator: "\n").filter { $0.contains(".package(url:") || $0.contains(".package(path:") }
    #expect(!packages.isEmpty)
    for package in packages { #expect(package.contains(/exact: "\d+\.\d+\.\d+"/), "\(package)") }
  }

  @Test("every target is held to the house's settings")
  func settings() throws {
    let manifest = try Repository.text("Package.swift")
    let targets = manifest.split(separator: /\n    \.(?=target|executableTarget|testTarget|systemLibrary)/).dropFirst()
    #expect(targets.count > 10)
    for target in targets where !target.hasPrefix("systemLibrary") && !target.contains("CSimdJSON\", path") {
      #expect(target.contains("swiftSettings: house"), "\(target.prefix(60))")
    }
  }

  @Test("the changelog's newest version is the program's")
  func changelog() throws {
    let version = try Workplace().run("--version").lines.first?.split(separator: " ").last
    let changelog = try Repository.text("CHANGELOG.md")
    let newest = changelog.firstMatch(of: /\n## (\d+\.\d+\.\d+)/)?.1
    #expect(newest == version)
  }

  @Test("scripts may be run")
  func scripts() throws {
    let outcome = try Workplace().shell(
      "cd \(Repository.root) && find scripts .ci -type f ! -perm -u+x ! -name '*.py'; for s in scripts/*.sh .ci/run; do bash -n $s; done")
    #expect(outcome.text == "" && outcome.errors == "")
  }
}

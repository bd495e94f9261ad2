import CommandKit
import Foundation
import Testing

@Suite("The tree")
struct TreeTests {
  /// Files that people write, as paths from the root.
  private static let written: [String] = {
    let folders = ["Sources", "Tests", "docs", "scripts"].flatMap { (try? Repository.files(under: $0)) ?? [] }
    let top = [
      "Package.swift", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile",
      ".ci/run",
    ]
    let isOther = { (path: String) in ["__pycache__", ".tgz", "/Corpus/"].contains { path.contains($0) } }
    return (folders + top).filter { !isOther($0) }
  }()

  @Test("the place of every planted fault is still there")
  func mutants() throws {
    let outcome = try Workplace().shell("python3 '\(Repository.root)/Tests/Campaign/mutants.py' --check")
    #expect(outcome.code == 0, "\(outcome)")
  }

  @Test("lines end without blanks, files with one line's end, and tabs are for make and Go alone")
  func whiteSpace() throws {
    #expect(try grep("-nP", #"[ \t\r]$"#) == [])
    #expect(try grep("-nP", #"\t"#).filter { !$0.contains(/^(Makefile|[^:]*\.go):/) } == [])
    for path in Self.written {
      let end = try Data(contentsOf: URL(fileURLWithPath: "\(Repository.root)/\(path)")).suffix(2)
      if end.last != 10 || end.first == 10 { Issue.record("\(path) ends otherwise") }
    }
  }

  @Test("no path of one machine stands anywhere")
  func absolutePaths() throws {
    let roots = ["/home" + "/", "/Users" + "/", "/root" + "/", "/tmp" + "/h/", "/work" + "/"]
    #expect(try grep("-nE", roots.joined(separator: "|")) == [])
  }

  @Test("words that say nothing about this program stay out")
  func words() throws {
    let words = [
      "a" + "gents?", "assis" + "tants?", "L" + "LMs?", "Chat" + "GPT", "Clau" + "de", "Co" + "pilot",
    ]
    // User-Agent is a header's name.
    let found = try grep("-niwP", "(?<!user-)(\(words.joined(separator: "|")))")
    #expect(found == [])
  }

  /// Lines of the written files that match.
  private func grep(_ options: String, _ pattern: String) throws -> [String] {
    let place = try Workplace()
    try place.write(Self.written.joined(separator: "\n") + "\n", to: "files")
    return try place.shell(
      "here=$PWD; cd '\(Repository.root)'; xargs -d '\\n' grep \(options) -e '\(pattern)' -- < $here/files"
    ).lines
  }

  @Test("every package is pinned to one version")
  func pins() throws {
    let manifest = try Repository.text("Package.swift")
    let packages = manifest.split(separator: "\n").filter {
      $0.contains(".package(url:") || $0.contains(".package(path:")
    }
    #expect(!packages.isEmpty)
    for package in packages { #expect(package.contains(/exact: "\d+\.\d+\.\d+"/), "\(package)") }
  }

  @Test("every target is held to the house's settings")
  func settings() throws {
    let manifest = try Repository.text("Package.swift")
    let targets = manifest.split(separator: /\n    \.(?=target|executableTarget|testTarget|systemLibrary)/)
      .dropFirst()
    #expect(targets.count > 10)
    #expect(manifest.contains("let hot: [SwiftSetting] =\n  house +"))
    for target in targets
    where !target.hasPrefix("systemLibrary") && !target.contains("path: \"Sources/CLibraries/") {
      #expect(target.contains(/swiftSettings: (house|hot)\b/), "\(target.prefix(60))")
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
      "cd \(Repository.root) && find scripts .ci -type f ! -perm -u+x ! -name '*.py'; for s in scripts/*.sh .ci/run; do bash -n $s; done"
    )
    #expect(outcome.text == "" && outcome.errors == "")
  }
}

import CommandKit
import Testing

@Suite("Modules and arrows")
struct ModuleTests {
  /// What comes with the language and the system.
  private static let system: Set = ["Glibc", "Synchronization", "Dispatch"]

  /// Modules where data is hot, or where another parser or clock would be one too many.
  private static let withoutFoundation = [
    "Platform", "Files", "EventModel", "EventLog", "JSONView", "BinanceUS", "Projections", "Replay", "Sinks",
    "Interchange",
    "bnus-replay",
  ]

  @Test("a module imports what ARCHITECTURE.md's arrows allow and nothing else")
  func arrows() throws {
    let arrows = try Self.arrows()
    #expect(arrows.count >= 6, "\(arrows)")
    for file in SourceFile.sources where file.module != "bnus-replay" {
      let allowed = try #require(arrows[file.module], "\(file.module) has no arrow in ARCHITECTURE.md")
      for imported in file.imports where !Self.system.contains(imported) {
        #expect(allowed.contains(imported), "\(file.path) imports \(imported)")
      }
    }
  }

  @Test("Foundation stays out", arguments: withoutFoundation)
  func foundation(module: String) {
    let files = SourceFile.sources.filter { $0.module == module }
    #expect(!files.isEmpty)
    for file in files {
      #expect(!file.imports.contains { $0.hasPrefix("Foundation") }, "\(file.path)")
    }
  }

  @Test("the system is asked in one module (docs/decisions/0021)")
  func systemCalls() {
    for file in SourceFile.sources where file.module != "Platform" {
      for module in ["Glibc", "Musl", "Darwin", "CLinux"] {
        #expect(!file.imports.contains(module), "\(file.path) imports \(module); Platform has what it needs")
      }
    }
  }

  @Test("the sources import no test and no support of tests")
  func testsStayOut() {
    for file in SourceFile.sources {
      for module in ["Testing", "XCTest", "SimulatedExchange", "CommandKit", "TestKit"] {
        #expect(!file.imports.contains(module), "\(file.path)")
      }
    }
  }

  /// Lines of ARCHITECTURE.md such as `Sinks ──► Projections, CSQLite   words`.
  private static func arrows() throws -> [String: Set<String>] {
    var arrows: [String: Set<String>] = [:]
    for line in try Repository.text("ARCHITECTURE.md").split(separator: "\n") {
      guard let match = line.firstMatch(of: /^([\w-]+)[^─]*──► +(\w+(?:, \w+)*)/) else { continue }
      let modules = match.2.split(separator: ",").map { $0.trimmingPrefix(" ") }
      arrows[String(match.1)] = Set(modules.map(String.init))
    }
    return arrows
  }
}

import CommandKit
import Testing

@Suite("Rooms and arrows")
struct RoomTests {
  /// What comes with the language and the system.
  private static let system: Set = ["Glibc", "Synchronization", "Dispatch"]

  /// Rooms where data is hot, or where another parser or clock would be one too many.
  private static let withoutFoundation = [
    "Files", "EventModel", "EventLog", "JSONView", "BinanceUS", "Projections", "Replay", "Sinks",
    "Interchange",
    "bnus-replay",
  ]

  @Test("a room imports what ARCHITECTURE.md's arrows allow and nothing else")
  func arrows() throws {
    let arrows = try Self.arrows()
    #expect(arrows.count >= 6, "\(arrows)")
    for file in SourceFile.sources where file.room != "bnus-replay" {
      let allowed = try #require(arrows[file.room], "\(file.room) has no arrow in ARCHITECTURE.md")
      for module in file.imports where !Self.system.contains(module) {
        #expect(allowed.contains(module), "\(file.path) imports \(module)")
      }
    }
  }

  @Test("Foundation stays out", arguments: withoutFoundation)
  func foundation(room: String) {
    let files = SourceFile.sources.filter { $0.room == room }
    #expect(!files.isEmpty)
    for file in files {
      #expect(!file.imports.contains { $0.hasPrefix("Foundation") }, "\(file.path)")
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

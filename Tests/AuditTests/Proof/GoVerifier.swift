import CommandKit
import Foundation

/// Tests/Verifier, compiled once.
struct GoVerifier: Sendable {
  struct Failure: Error {
    let words: String
  }

  /// Where it lies, as long as it is used.
  private let home: Workplace

  /// Whether to run it: where Go and the package are, and under CI in any case.
  static let isExpected: Bool = {
    if FileManager.default.fileExists(atPath: "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog") {
      return true
    }
    if ProcessInfo.processInfo.environment["CI"] != nil { return true }
    print("skipped: no Go verifier; scripts/install-packages.sh test installs what it needs")
    return false
  }()

  static let shared = Result {
    let place = try Workplace.shared()
    let outcome = try place.shell(
      """
      export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$PWD/cache HOME=$PWD
      go build -o verifier '\(Repository.root)/Tests/Verifier/main.go'
      """)
    guard outcome.code == 0 else { throw Failure(words: outcome.errors) }
    return GoVerifier(home: place)
  }

  func run(_ arguments: [String], in place: Workplace) throws -> Outcome {
    try place.shell("'\(home.path("verifier"))' \(arguments.map { "'\($0)'" }.joined(separator: " "))")
  }
}

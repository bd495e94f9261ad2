import CommandKit
import Foundation

/// Tests/SecondReader/read_archive.py, with its packages from PyPI in an environment under `.build`.
struct SecondReader: Sendable {
  struct Failure: Error {
    let words: String
  }

  /// Whether to run it: where its packages are or can be had, and under CI in any case.
  static let isExpected: Bool = {
    if case .success = shared { return true }
    if ProcessInfo.processInfo.environment["CI"] != nil { return true }
    print("skipped: the second reader needs python3-venv, and lmdb and zstandard from PyPI")
    return false
  }()

  static let shared = Result {
    let folder = "\(Repository.root)/Tests/SecondReader"
    let place = try Workplace()
    let outcome = try place.shell(
      """
      home='\(Repository.root)/.build/second-reader'
      "$home/bin/pip" freeze 2>/dev/null | sort | cmp -s - <(sort '\(folder)/requirements.txt') && exit
      python3 -m venv --clear "$home" && "$home/bin/pip" install -q -r '\(folder)/requirements.txt'
      """, environment: ProcessInfo.processInfo.environment)
    guard outcome.code == 0 else { throw Failure(words: outcome.errors) }
    return SecondReader()
  }

  /// Reads an archive of a workplace.
  func run(_ archive: String, in place: Workplace) throws -> Outcome {
    try place.shell(
      "'\(Repository.root)/.build/second-reader/bin/python' '\(Repository.root)/Tests/SecondReader/read_archive.py' \(archive)"
    )
  }
}

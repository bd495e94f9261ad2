import CommandKit

/// Tests/SecondReader/read_archive.py, with its packages from PyPI.
struct SecondReader: Sendable {
  static let python = PythonEnvironment.make("second-reader", requirements: "SecondReader/requirements.txt")
  static let isExpected = PythonEnvironment.isExpected(python, for: "the second reader")

  private let python: String

  init() throws { python = try Self.python.get().program("python") }

  /// Reads an archive of a workplace.
  func run(_ archive: String, in place: Workplace) throws -> Outcome {
    try place.shell("'\(python)' '\(Repository.root)/Tests/SecondReader/read_archive.py' \(archive)")
  }
}

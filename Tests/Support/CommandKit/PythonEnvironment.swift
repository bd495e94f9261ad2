import Foundation

/// A Python environment of its own under `.build`, with packages from PyPI.
///
/// It is made once and kept as long as its list of packages is the same.
public struct PythonEnvironment: Sendable {
  /// Why there is none.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private let home: String

  /// The environment of this name with the packages of a `requirements.txt` under `Tests`.
  public static func make(_ name: String, requirements: String) -> Result<PythonEnvironment, any Error> {
    Result {
      let home = "\(Repository.root)/.build/python/\(name)"
      let list = "\(Repository.root)/Tests/\(requirements)"
      let outcome = try Workplace().shell(
        """
        cmp -s '\(list)' '\(home)/made-of' && exit
        python3 -m venv --clear '\(home)' && '\(home)/bin/pip' install -q --disable-pip-version-check -r '\(list)' &&
          cp '\(list)' '\(home)/made-of'
        """, environment: ProcessInfo.processInfo.environment)
      guard outcome.code == 0 else { throw Failure(description: outcome.errors) }
      return PythonEnvironment(home: home)
    }
  }

  /// Whether tests that need it are to run: where it is there, and under CI in any case, so that
  /// it fails there where PyPI cannot be reached.
  public static func isExpected(_ made: Result<PythonEnvironment, any Error>, for what: String) -> Bool {
    if case .success = made { return true }
    if ProcessInfo.processInfo.environment["CI"] != nil { return true }
    print("skipped: \(what) needs python3-venv and packages from PyPI")
    return false
  }

  /// A program of the environment.
  public func program(_ name: String) -> String { "\(home)/bin/\(name)" }
}

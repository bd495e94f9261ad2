import CommandKit
import Foundation

/// A virtual environment with the clients that the README shows, made once for each set of pinned
/// versions.
enum PythonClients {
  private static let folder = "\(Repository.root)/Tests/PlaybackTests/Recipes"
  static let script = "\(folder)/recipe.py"

  /// Its interpreter; nil where the clients cannot be had. Under CI that is no reason to skip.
  static let python: String? = {
    let pins = (try? String(contentsOfFile: "\(folder)/requirements.txt", encoding: .utf8)) ?? ""
    let name = pins.split(separator: "\n").joined(separator: "_")
    let venv = "\(Repository.root)/.build/clients/\(name)"
    let outcome = try? Workplace().shell(
      """
      [ -e '\(venv)/made' ] && exit 0
      rm -rf '\(venv)' && python3 -m venv '\(venv)' \
      && '\(venv)/bin/pip' install -q --disable-pip-version-check -r '\(folder)/requirements.txt' \
      && touch '\(venv)/made'
      """)
    if outcome?.code == 0 { return "\(venv)/bin/python" }
    print(
      "skipped: ccxt and python-binance cannot be installed from PyPI: \(outcome?.errors.suffix(300) ?? "")")
    return nil
  }()

  static var areExpected: Bool { python != nil || ProcessInfo.processInfo.environment["CI"] != nil }
}

import Foundation

/// A directory of its own for one test, removed when the test is done with it.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/eventlog-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// A path in it, where nothing is yet.
  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Where most tests put their archive.
  var archive: String { path("archive") }
}

import Foundation
public import Testing

/// Text that is checked in and generated: held to what it should be, or recorded anew where
/// `BNUS_RECORD` is 1, for review to read the difference.
public enum Golden {
  /// Whether this run records.
  public static let isRecording = ProcessInfo.processInfo.environment["BNUS_RECORD"] == "1"

  /// Holds the file at `path`, relative to the root, to `text`.
  public static func expect(
    _ text: String, at path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(fileURLWithPath: "\(Repository.root)/\(path)")
    if isRecording {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    let stored = try? String(contentsOf: file, encoding: .utf8)
    #expect(
      stored == text, "\(path) is stale; `make docs` writes it anew", sourceLocation: sourceLocation)
  }
}

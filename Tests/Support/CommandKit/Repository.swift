import Foundation

/// The checkout that the tests were built from.
public enum Repository {
  /// Its root.
  public static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(4)
    return parts.joined(separator: "/")
  }()

  /// The captured runs, oldest first, as paths.
  public static let fixtures = ["2021-04-17", "2022-11-21", "2026-09-20", "2026-09-21", "2026-09-22"].map {
    "\(root)/fixtures/\($0).jsonl"
  }

  /// The text of a file in it.
  public static func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }

  /// The files under a folder of it, relative to the root, in order.
  public static func files(under folder: String) throws -> [String] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
    return all.map { "\(folder)/\($0)" }.filter { path in
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }.sorted()
  }
}

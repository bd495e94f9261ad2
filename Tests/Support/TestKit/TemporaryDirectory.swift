import Foundation

/// A directory of its own for one test, removed with all it holds when the last reference goes.
public final class TemporaryDirectory: Sendable {
  /// The directory's path, links resolved.
  public let path: String

  /// Makes the directory under the system's temporary one.
  public init(_ name: String = "test") throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "bnus-\(name)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path)") }
  }

  /// The path of a file in it.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file and gives its path.
  public func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// The names of the files in it, sorted.
  public var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

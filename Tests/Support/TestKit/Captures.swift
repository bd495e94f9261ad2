import Foundation

/// Real responses of the exchange, which lie beside a checkout and not in it: in the folder that `BNUS_CAPTURES` names.
/// Without it the tests of them are skipped, and say so.
public enum Captures {
  /// Why a test of captures cannot run.
  public struct Missing: Error, CustomStringConvertible {
    public let description: String
  }

  /// The package's own folder.
  public static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private static let folder = ProcessInfo.processInfo.environment["BNUS_CAPTURES"]

  /// Whether tests of captures are to run. A folder that is named and not there makes them fail.
  public static let areExpected: Bool = {
    if folder != nil { return true }
    print("skipped: tests of captured responses; BNUS_CAPTURES names a folder that holds some")
    return false
  }()

  /// The path of a captured body.
  public static func path(_ name: String) throws -> String {
    let path = (folder ?? ".") + "/" + name
    guard FileManager.default.fileExists(atPath: path) else {
      throw Missing(description: "no capture at \(path), in the folder that BNUS_CAPTURES names")
    }
    return path
  }

  /// The bytes of a captured body.
  public static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: try path(name))))
  }
}

import Foundation

/// Real answers of the exchange, which lie beside a checkout and not in it: in the folder that
/// `BNUS_SHARED` names, else in `../shared` beside the package.
public enum Captures {
  /// Why a test of captures cannot run.
  public struct Missing: Error, CustomStringConvertible {
    public let description: String
  }

  /// The package's own folder.
  public static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private static let shared =
    ProcessInfo.processInfo.environment["BNUS_SHARED"] ?? package + "/../shared"

  /// Whether tests of captures are to run: where they are, and under CI in any case, so that a
  /// checkout without them fails there. Says once that they are skipped.
  public static let areExpected: Bool = {
    if FileManager.default.fileExists(atPath: shared + "/data") { return true }
    if ProcessInfo.processInfo.environment["CI"] != nil { return true }
    print("skipped: no captures at \(shared)/data; set BNUS_SHARED to the folder that holds data/")
    return false
  }()

  /// The path of a captured body.
  public static func path(_ name: String) throws -> String {
    let path = shared + "/data/" + name
    guard FileManager.default.fileExists(atPath: path) else {
      throw Missing(description: "no capture at \(path); set BNUS_SHARED to the folder that holds data/")
    }
    return path
  }

  /// The bytes of a captured body.
  public static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: try path(name))))
  }

  /// A document that lies beside the captures, as text.
  public static func document(_ name: String) throws -> String {
    try String(contentsOfFile: shared + "/" + name, encoding: .utf8)
  }
}

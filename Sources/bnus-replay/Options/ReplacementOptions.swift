import ArgumentParser
import Files

/// Whether a file that is there may be replaced.
struct ReplacementOptions: ParsableArguments {
  @Flag(help: "Replace the file that is there, unless it lies in an archive.")
  var force = false

  /// The file that a command is to write.
  func file(_ path: String) throws -> FileOutput {
    try FileOutput(
      path, existing: force ? .replace : .keep(advice: "--force replaces it, or name another file"))
  }

  /// Writes a small file.
  func write(_ bytes: [UInt8], to path: String) throws {
    let file = try file(path)
    try file.write(bytes)
    try file.finish()
  }
}

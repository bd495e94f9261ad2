import Glibc

/// Small files of text, read and deleted whole.
enum TextFile {
  /// The file's text, or nil where there is no such file.
  static func read(_ path: String) throws(BenchError) -> String? {
    guard let file = fopen(path, "re") else {
      if errno == ENOENT { return nil }
      throw .file(path: path, doing: "opening", errno: errno)
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    guard ferror(file) == 0 else { throw .file(path: path, doing: "reading", errno: errno) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Deletes the file if it is there.
  static func delete(_ path: String) throws(BenchError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .file(path: path, doing: "deleting", errno: errno)
    }
  }
}

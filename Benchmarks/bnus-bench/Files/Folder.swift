import Glibc

/// A directory that benchmark files go into.
struct Folder {
  let path: String

  /// Makes the directory and those above it where they are missing.
  static func make(_ path: String) throws(BenchError) -> Folder {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made == "/" ? "" : "/") + part
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
        throw .file(path: made, doing: "making", errno: errno)
      }
    }
    return Folder(path: path)
  }

  /// The path of a file in here.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Deletes the plain files in here, so that none of an older corpus is left.
  func empty() throws(BenchError) {
    for name in try names() where unlink(file(name)) != 0 {
      throw .file(path: file(name), doing: "deleting", errno: errno)
    }
  }

  private func names() throws(BenchError) -> [String] {
    guard let directory = opendir(path) else {
      throw .file(path: path, doing: "listing", errno: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      guard entry.pointee.d_type == UInt8(DT_REG) else { continue }
      names.append(withUnsafeBytes(of: &entry.pointee.d_name) { Folder.text($0) })
    }
    return names
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}

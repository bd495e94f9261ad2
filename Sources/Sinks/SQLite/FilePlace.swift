import Glibc
import Projections

/// Where a file is to stand, with links followed, so that a replacement replaces the file and
/// not the link to it.
struct FilePlace {
  let path: String
  /// Whether nothing stands there yet, or an empty file.
  let isNew: Bool
  /// The permissions of the file that stands there; private for a new one.
  let mode: mode_t

  var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func resolve(_ path: String) throws(SinkError) -> FilePlace {
    var state = stat()
    guard stat(path, &state) == 0 else {
      guard errno == ENOENT else {
        throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
      }
      return FilePlace(path: try behindLinks(path), isNew: true, mode: 0o600)
    }
    guard state.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen(path: path, reason: "it is not a regular file")
    }
    guard let resolved = realpath(path, nil) else {
      throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    defer { free(resolved) }
    return FilePlace(
      path: String(cString: resolved), isNew: state.st_size == 0, mode: state.st_mode & 0o777)
  }

  /// Where a file that is not there yet is to be made: the end of the links that name it.
  private static func behindLinks(_ path: String) throws(SinkError) -> String {
    var path = path
    for _ in 0..<40 {
      var target = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path, &target, target.count)
      guard count >= 0 else { return path }
      let name = String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      path = name.hasPrefix("/") ? name : FilePlace(path: path, isNew: true, mode: 0).directory + "/" + name
    }
    throw .cannotOpen(path: path, reason: String(cString: strerror(ELOOP)))
  }
}

import Platform
import SystemPackage

/// What the system says, as errors, in one place.
enum SystemError {
  /// Throws the error of `errno` unless `result` is a success (not negative).
  static func check<R>(
    _ operation: String, _ path: String, _ call: () throws(Errno) -> R
  ) throws(EventLogError) -> R {
    do throws(Errno) { return try call() } catch { throw self.error(for: error, operation, path) }
  }

  static func error(for code: Errno, _ operation: String, _ path: String) -> EventLogError {
    switch code {
    case _ where code.isFull: .diskFull(path: path)
    case .ioError where isDiskFull(path): .diskFull(path: path)
    case .permissionDenied, .notPermitted, .readOnlyFileSystem: .permission(operation: operation, path: path)
    case .notDirectory: .notADirectory(path: path)
    default: .system(operation: operation, path: path, errno: code.rawValue)
    }
  }

  /// LMDB reports a write that a full disk cut short as EIO: check whether there is space for one more.
  private static func isDiskFull(_ path: String) -> Bool {
    let margin: UInt64 = 4 << 20
    if let free = FileSystem.freeBytes(path), free < margin { return true }
    guard let limit = FileSystem.largestFile, let data = FileStatus.find("\(path)/\(ArchiveFiles.data)")
    else { return false }
    return UInt64(data.bytes) +| margin > limit
  }
}

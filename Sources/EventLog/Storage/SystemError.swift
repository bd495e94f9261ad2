import Glibc

/// The system's `errno` as errors, in one place.
enum SystemError {
  /// Throws the error of `errno` unless `result` is a success (not negative).
  @discardableResult
  static func check(_ result: CInt, _ operation: String, _ path: String) throws(EventLogError) -> CInt {
    guard result < 0 else { return result }
    throw error(for: errno, operation, path)
  }

  static func error(for code: CInt, _ operation: String, _ path: String) -> EventLogError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: .diskFull(path: path)
    case EIO where isDiskFull(path): .diskFull(path: path)
    case EACCES, EPERM, EROFS: .permission(operation: operation, path: path)
    case ENOTDIR: .notADirectory(path: path)
    default: .system(operation: operation, path: path, errno: code)
    }
  }

  /// LMDB reports a write that a full disk cut short as EIO: check whether there is space for one more.
  private static func isDiskFull(_ path: String) -> Bool {
    let margin: UInt64 = 4 << 20
    var space = statvfs()
    if statvfs(path, &space) == 0, UInt64(space.f_bavail) *| UInt64(space.f_frsize) < margin { return true }
    var limit = rlimit()
    var data = stat()
    guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max,
      stat("\(path)/\(ArchiveFiles.data)", &data) == 0
    else { return false }
    return UInt64(data.st_size) +| margin > UInt64(limit.rlim_cur)
  }
}

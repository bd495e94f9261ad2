import CLinux
import Glibc
public import SystemPackage

/// The file system that a path lies on.
public enum FileSystem {
  /// Its kind, by the number that the system has for it.
  public static func kind(of path: String) throws(Errno) -> UInt32 {
    let kind = bnus_file_system_kind(path)
    guard kind >= 0 else { throw Errno.last }
    return UInt32(truncatingIfNeeded: kind)
  }

  /// How many bytes a user may still add to it; nil where the system does not say.
  public static func freeBytes(_ path: String) -> UInt64? {
    var space = statvfs()
    return statvfs(path, &space) == 0 ? UInt64(space.f_bavail) *| UInt64(space.f_frsize) : nil
  }

  /// How large a file of this process may get; nil for no limit.
  public static var largestFile: UInt64? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max
    else {
      return nil
    }
    return UInt64(limit.rlim_cur)
  }

  /// Whether a process has a file locked for itself alone by `flock`, as the kernel lists it; where there is no list, none
  /// has.
  public static func isLocked(_ file: FileIdentity) -> Bool {
    let list: [UInt8]
    do throws(Errno) { list = try OpenFile.content(of: "/proc/locks") } catch { return false }
    return list.split(separator: UInt8(ascii: "\n")).contains { line in
      // 3: FLOCK  ADVISORY  WRITE 4711 fd:01:131 0 EOF
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      return words.contains("FLOCK") && words.contains("WRITE")
        && words.contains { $0.hasSuffix(":\(file.inode)") }
    }
  }
}

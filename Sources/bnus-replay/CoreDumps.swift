import CLinux
import Glibc

/// Images of a process's memory that a crash leaves, which would hold key and secret.
enum CoreDumps {
  /// Lets this process leave none, and nobody of the same user read its memory: the limit stops files, and
  /// the other a program that the system pipes images into, which heeds no limit.
  static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    _ = bnus_set_dumpable(0)
  }
}

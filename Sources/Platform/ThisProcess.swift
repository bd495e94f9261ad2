import CLinux
import Glibc
public import SystemPackage

/// This process: its end, its limits and its images of memory.
public enum ThisProcess {
  /// Its number.
  public static var id: CInt { getpid() }

  /// Ends it at once.
  public static func exit(_ code: CInt) -> Never { _exit(code) }

  /// Lets it leave no image of its memory, and nobody of the same user read it: the limit stops files, and the other a
  /// program that the system pipes images into, which heeds no limit.
  public static func forbidCoreDumps() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    _ = bnus_set_dumpable(0)
  }

  /// Asks for so many open files, and gives how many it may have; nil where the system does not say.
  public static func allowOpenFiles(_ wanted: Int) -> Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, rlim_t(wanted)))
    guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    return Int(clamping: limit.rlim_cur)
  }
}

/// Another process, which runs this program with the same words.
public struct TwinProcess {
  private let id: pid_t

  /// How it ended.
  public enum Ending {
    case code(CInt)
    case signal(CInt)
  }

  /// Starts one.
  public static func start() throws(Errno) -> TwinProcess {
    var id: pid_t = 0
    // Where there is no /proc, by the path that this process was started by.
    var code = posix_spawn(&id, "/proc/self/exe", nil, nil, bnus_arguments(), environ)
    if code != 0, let path = bnus_executable_path() {
      code = posix_spawn(&id, path, nil, nil, bnus_arguments(), environ)
    }
    guard code == 0 else { throw Errno(rawValue: code) }
    return TwinProcess(id: id)
  }

  /// Waits for its end.
  public func wait() -> Ending {
    var status: CInt = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal)
  }

  /// Sends it a signal.
  public func send(_ signal: CInt) { Signals.send(signal, to: id) }
}

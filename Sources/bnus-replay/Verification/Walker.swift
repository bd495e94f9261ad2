import ArgumentParser
import CLinux
import Glibc

/// This program once more, as a process that walks the archive, because LMDB trusts its pages: a damaged one can end
/// the process that touches it, and that is damage found.
struct Walker {
  /// How a walk ended.
  enum Ending {
    /// By itself, with this exit code, having said what there is to say.
    case code(Int32)
    /// By a fault, after this much.
    case crash(signal: String, WalkRecord)
  }

  private let pid: pid_t
  private let pipe: Int32

  /// Starts a process with this one's arguments.
  static func start() throws -> Walker {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0, fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 else {
      throw CommandError("could not make a pipe: \(String(cString: strerror(errno)))")
    }
    defer { close(ends[1]) }
    setenv(WalkPipe.variable, "\(ends[1])", 1)
    // We report a fault in a sentence, without a stack trace.
    setenv("SWIFT_BACKTRACE", "enable=no", 1)
    defer { unsetenv(WalkPipe.variable) }
    var pid: pid_t = 0
    // Where there is no /proc, by the path that this process was started by.
    var code = posix_spawn(&pid, "/proc/self/exe", nil, nil, bnus_arguments(), environ)
    if code != 0, let path = bnus_executable_path() {
      code = posix_spawn(&pid, path, nil, nil, bnus_arguments(), environ)
    }
    guard code == 0 else {
      close(ends[0])
      throw CommandError(
        "could not start this program once more to walk the archive: \(String(cString: strerror(code)))")
    }
    return Walker(pid: pid, pipe: ends[0])
  }

  /// Waits for its end. Ctrl-C is passed on.
  func wait(progress: (WalkRecord) -> Void) throws -> Ending {
    defer { close(pipe) }
    let last = readRecords(progress)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    if signal == 0 { return .code(status >> 8 & 0xFF) }
    try Interruption.check()
    guard let name = Self.faults[signal] else { try pass(signal) }
    guard last.phase > 0 else {
      throw CommandError(
        "the walk ended by \(name) before it began; this is a fault of bnus-replay or the system")
    }
    return .crash(signal: name, last)
  }

  /// Everything that the walker wrote, also what was on its way when it ended.
  private func readRecords(_ progress: (WalkRecord) -> Void) -> WalkRecord {
    var last = WalkRecord()
    var pending: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: WalkRecord.byteCount * 1024)
    var isPassedOn = false
    while true {
      if Interruption.isRequested, !isPassedOn {
        kill(pid, SIGINT)
        isPassedOn = true
      }
      var wanted = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      // The time limit is for a Ctrl-C that comes just before the call.
      guard poll(&wanted, 1, 200) > 0 else { continue }
      let count = read(pipe, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return last }
      pending += chunk[..<count]
      let whole = pending.count / WalkRecord.byteCount * WalkRecord.byteCount
      guard whole > 0 else { continue }
      last = pending.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: whole - WalkRecord.byteCount, as: WalkRecord.self)
      }
      pending.removeFirst(whole)
      progress(last)
    }
  }

  /// Ends as the walker ended: by a pipe whose reader went away, or killed.
  private func pass(_ number: Int32) throws -> Never {
    if number == SIGPIPE {
      signal(number, SIG_DFL)
      kill(getpid(), number)
    }
    throw CommandError(
      "the walk was ended by signal \(number), perhaps for lack of memory; nothing is known of the rest")
  }

  private static let faults: [Int32: String] = [
    SIGSEGV: "SIGSEGV", SIGBUS: "SIGBUS", SIGABRT: "SIGABRT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
    SIGFPE: "SIGFPE",
  ]
}

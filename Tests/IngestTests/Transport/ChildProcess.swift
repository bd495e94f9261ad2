import Glibc
import Synchronization
import Testing

/// A child process with a pipe to its stdin and one from its stdout and stderr.
///
/// The pipes are closed to every other child: Foundation's are not, so that children made side by side keep each
/// other's ends open and nobody sees an end of file.
final class ChildProcess: Sendable {
  private let id: pid_t
  private let input: CInt
  private let output: CInt

  // One birth at a time: between making a pipe and closing it to children, no other child is made.
  private static let birth = Mutex(())

  init(_ arguments: [String]) throws {
    var (child, toChild, fromChild): (pid_t, [CInt], [CInt]) = (0, [0, 0], [0, 0])
    let code = Self.birth.withLock { _ in
      guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { return errno }
      for end in toChild + fromChild { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
      posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
      posix_spawn_file_actions_adddup2(&actions, fromChild[1], 2)
      var words = arguments.map { strdup($0) } + [nil]
      defer { for word in words { free(word) } }
      return posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
    }
    close(toChild[0])
    close(fromChild[1])
    id = child
    input = toChild[1]
    output = fromChild[0]
    try #require(code == 0, "\(arguments[0]): \(String(cString: strerror(code)))")
  }

  deinit {
    close(input)
    close(output)
    kill(id, SIGKILL)
    waitpid(id, nil, 0)
  }

  /// What it writes up to the end of a line, or all of it.
  func read(until end: UInt8? = nil) -> String {
    var text: [UInt8] = []
    var byte: UInt8 = 0
    while Glibc.read(output, &byte, 1) == 1, byte != end { text.append(byte) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Runs a program to its end; an issue with its words unless it succeeds.
  static func run(_ arguments: [String]) throws {
    let child = try ChildProcess(arguments)
    let words = child.read()
    var information = siginfo_t()
    try #require(waitid(P_PID, id_t(child.id), &information, WEXITED | WNOWAIT) == 0)
    let status = information._sifields._sigchld.si_status
    try #require(status == 0, "\(arguments): \(words)")
  }
}

import Glibc
public import SystemPackage

/// A thread to which no signal is delivered: the program's own threads see them, and a write to a closed connection is an
/// error here instead of SIGPIPE.
///
/// Sendable unchecked: the system's name of a thread is a number.
public struct QuietThread: @unchecked Sendable {
  private let thread: pthread_t

  /// Starts one that calls a function, which gets the argument.
  public static func start(
    _ argument: UnsafeMutableRawPointer,
    _ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
  ) throws(Errno) -> QuietThread {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, body, argument)
    guard code == 0 else { throw Errno(rawValue: code) }
    return QuietThread(thread: thread)
  }

  /// Waits until it has ended. To be called once.
  public func join() { pthread_join(thread, nil) }
}

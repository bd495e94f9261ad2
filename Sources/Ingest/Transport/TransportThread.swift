import Glibc
import Synchronization

/// The thread that a loop runs on: started once, joined once.
final class TransportThread: Sendable {
  private let thread: Mutex<pthread_t?>

  /// Starts a thread that runs the loop and keeps it alive meanwhile.
  static func start(_ loop: CurlLoop) throws(TransportError) -> TransportThread {
    // No signal is delivered to it: the program's own threads see SIGINT, and a write to a closed connection is an
    // error here instead of SIGPIPE.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(loop)
    let code = pthread_create(&thread, nil, body, argument.toOpaque())
    guard code == 0 else {
      argument.release()
      throw .noThread(errno: code)
    }
    return TransportThread(owning: thread)
  }

  private init(owning thread: pthread_t) {
    self.thread = Mutex(thread)
  }

  /// Waits until it has ended; who comes second waits as well.
  func join() {
    thread.withLock { thread in
      if let running = thread { pthread_join(running, nil) }
      thread = nil
    }
  }

  private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    argument in
    guard let argument else { return nil }
    Unmanaged<CurlLoop>.fromOpaque(argument).takeRetainedValue().run()
    return nil
  }
}

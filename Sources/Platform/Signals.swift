import Glibc
import Synchronization
import SystemPackage

/// Signals that a program takes, passes on or dies of.
public enum Signals {
  /// Ctrl-C, and a request to end.
  public static let interrupt = SIGINT, terminate = SIGTERM
  /// The reader of a pipe has gone.
  public static let pipe = SIGPIPE
  /// A file would grow past its limit.
  public static let fileSize = SIGXFSZ
  /// A page that cannot be read.
  public static let bus = SIGBUS

  /// Faults of a program, by name.
  public static let faults: [CInt: String] = [
    SIGSEGV: "SIGSEGV", SIGBUS: "SIGBUS", SIGABRT: "SIGABRT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
    SIGFPE: "SIGFPE",
  ]

  /// Those of them that pages of a mapped file may raise.
  public static let pageFaults = [SIGBUS, SIGSEGV, SIGABRT]

  private static let requested = Atomic(false)

  /// Whether Ctrl-C or a request to end came.
  public static var endRequested: Bool { requested.load(ordering: .relaxed) }

  /// Notes such a request, as a handler of it may, and gives whether there was one before.
  public static func noteEndRequest() -> Bool { requested.exchange(true, ordering: .relaxed) }

  /// Has a function called, which may do little.
  public static func handle(_ name: CInt, _ handler: @escaping @convention(c) (CInt) -> Void) {
    signal(name, handler)
  }

  /// Has a function called on the stack that `useOwnStack` made.
  public static func handleOnOwnStack(_ name: CInt, _ handler: @escaping @convention(c) (CInt) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_ONSTACK
    sigaction(name, &action, nil)
  }

  /// Has faults end the process at once, and Ctrl-\ too. The runtime's own handlers print what lies in memory.
  public static func leaveCrashes() {
    for name in [SIGILL, SIGTRAP, SIGFPE, SIGSEGV, SIGBUS, SIGABRT, SIGQUIT] { leave(name) }
  }

  /// Runs a call that may wait for long: Ctrl-C and a request to end make it fail with `interrupted`, where calls go on
  /// otherwise. Where it fails so without such a request, it is called again.
  static func interrupting<R>(_ call: () throws(Errno) -> R) throws(Errno) -> R {
    letThrough([SIGALRM])
    let old = [SIGINT, SIGTERM, SIGALRM].map { name in
      var action = sigaction()
      sigaction(name, nil, &action)
      var changed = action
      changed.sa_flags &= ~SA_RESTART
      if name == SIGALRM { changed.__sigaction_handler.sa_handler = { _ in } }
      sigaction(name, &changed, nil)
      return (name, action)
    }
    // One that comes just before the call would be lost to it: an alarm ends the call now and then.
    setAlarm(milliseconds: 200)
    defer {
      setAlarm(milliseconds: 0)
      for (name, action) in old {
        var action = action
        sigaction(name, &action, nil)
      }
    }
    while true {
      do throws(Errno) { return try call() } catch {
        guard error == .interrupted, !endRequested else { throw error }
      }
    }
  }

  /// Sends SIGALRM so often; never where it is 0.
  private static func setAlarm(milliseconds: Int) {
    let time = timeval(tv_sec: 0, tv_usec: milliseconds * 1000)
    var timer = itimerval(it_interval: time, it_value: time)
    setitimer(CInt(ITIMER_REAL.rawValue), &timer, nil)
  }

  /// Leaves a signal to the system.
  public static func leave(_ name: CInt) { signal(name, SIG_DFL) }

  /// Has a signal do nothing.
  public static func ignore(_ name: CInt) { signal(name, SIG_IGN) }

  /// Lets signals through that a parent may have blocked.
  public static func letThrough(_ names: [CInt]) {
    var mask = sigset_t()
    sigemptyset(&mask)
    for name in names { sigaddset(&mask, name) }
    sigprocmask(SIG_UNBLOCK, &mask, nil)
  }

  /// Gives handlers a stack of their own: a fault may have come of one that is full.
  public static func useOwnStack() {
    let bytes = 1 << 16
    guard let memory = malloc(bytes) else { return }
    var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: bytes)
    sigaltstack(&stack, nil)
  }

  /// Sends a signal to a process.
  public static func send(_ name: CInt, to process: CInt) { kill(process, name) }

  /// Ends this process by a signal.
  public static func end(by name: CInt) {
    leave(name)
    kill(getpid(), name)
  }
}

import Glibc

/// Pages of the archive that its file does not hold, that the disk cannot read, or that led LMDB astray. The archive
/// is mapped into memory, so this arrives as a signal wherever a page is touched. Pages are checked before they are
/// used (see docs/reliability.md); this is for what changes meanwhile, and so that no fault passes for success.
enum LostPages {
  private static let faults = [SIGBUS, SIGSEGV, SIGABRT]

  static func listen() {
    useOwnStack()
    for fault in faults {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { fault in LostPages.end(fault) }
      action.sa_flags = SA_ONSTACK
      sigaction(fault, &action, nil)
    }
  }

  /// Leaves faults to whoever waits for this process.
  static func ignore() {
    for fault in faults { signal(fault, SIG_DFL) }
  }

  /// Writes a sentence and ends the process: nothing else is allowed in a handler of signals.
  private static func end(_ fault: Int32) {
    let message: StaticString =
      fault == SIGBUS
      ? "bnus-replay: pages of the archive cannot be read (its file is shorter than it was, or the disk fails); restore a backup\n"
      : "bnus-replay: reading the archive ended in a fault; bnus-replay verify says whether it is damaged\n"
    write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
    _exit(ExitCodes.damaged)
  }

  /// A fault may have come of a stack that is full.
  private static func useOwnStack() {
    let bytes = 1 << 16
    guard let memory = malloc(bytes) else { return }
    var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: bytes)
    sigaltstack(&stack, nil)
  }
}

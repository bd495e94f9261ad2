import Platform

/// Ctrl-C and SIGTERM: a command ends at the next safe place instead of anywhere.
enum Interruption {
  struct Requested: Error, CustomStringConvertible {
    let description = "interrupted; nothing acknowledged is lost"
  }

  static func listen() {
    // A parent may have blocked signals in the thread that started this process, and a mask is inherited.
    Signals.letThrough([Signals.interrupt, Signals.terminate, Signals.pipe])
    for name in [Signals.interrupt, Signals.terminate] {
      Signals.handle(name) { _ in
        // A second one ends the process at once.
        if Signals.noteEndRequest() { ThisProcess.exit(ExitCodes.interrupted) }
      }
    }
  }

  /// For a process that its parent stops: any number of signals is one request.
  static func listenPatiently() {
    for name in [Signals.interrupt, Signals.terminate] {
      Signals.handle(name) { _ in _ = Signals.noteEndRequest() }
    }
  }

  static var isRequested: Bool { Signals.endRequested }

  static func check() throws(Requested) {
    if isRequested { throw Requested() }
  }
}

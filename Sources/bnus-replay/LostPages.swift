import Platform

/// Pages of the archive that its file does not hold, that the disk cannot read, or that led LMDB astray. The archive
/// is mapped into memory, so this arrives as a signal wherever a page is touched. Pages are checked before they are
/// used (see docs/reliability.md); this is for what changes meanwhile, and so that no fault passes for success.
enum LostPages {
  static func listen() {
    Signals.useOwnStack()
    for fault in Signals.pageFaults { Signals.handleOnOwnStack(fault) { fault in LostPages.end(fault) } }
  }

  /// Leaves faults to whoever waits for this process.
  static func ignore() {
    for fault in Signals.pageFaults { Signals.leave(fault) }
  }

  /// Writes a sentence and ends the process: nothing else is allowed in a handler of signals.
  private static func end(_ fault: Int32) {
    let message: StaticString =
      fault == Signals.bus
      ? "bnus-replay: pages of the archive cannot be read (its file is shorter than it was, or the disk fails); restore a backup\n"
      : "bnus-replay: reading the archive ended in a fault; bnus-replay verify says whether it is damaged\n"
    OpenFile.say(message)
    ThisProcess.exit(ExitCodes.damaged)
  }
}

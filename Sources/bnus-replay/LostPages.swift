import Glibc

/// Pages of the archive that its file does not hold, or that the disk cannot read. The archive is
/// mapped into memory, so this arrives as a signal wherever the page is touched.
enum LostPages {
  static func listen() {
    signal(SIGBUS) { _ in
      let message: StaticString =
        "bnus-replay: pages of the archive cannot be read (its file is shorter than it was, or the disk fails); restore a backup\n"
      write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      _exit(ExitCodes.damaged)
    }
  }
}

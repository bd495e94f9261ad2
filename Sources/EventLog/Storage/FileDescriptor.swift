import Glibc

/// An open file, closed at the end of its owner's life.
struct FileDescriptor: ~Copyable {
  let number: CInt

  /// Opens `path`; a file that is created gets exactly `mode`, whatever the umask.
  static func open(_ path: String, flags: CInt, mode: mode_t = 0o600) throws(EventLogError) -> FileDescriptor
  {
    let number = try SystemError.check(Glibc.open(path, flags | O_CLOEXEC, mode), "open", path)
    return FileDescriptor(owning: number)
  }

  init(owning number: CInt) {
    self.number = number
  }

  deinit { close(number) }

  func sync(_ path: String) throws(EventLogError) {
    try SystemError.check(fsync(number), "sync", path)
  }
}

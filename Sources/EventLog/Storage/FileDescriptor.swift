import Platform
import SystemPackage

/// An open file, closed at the end of its owner's life.
struct FileDescriptor: ~Copyable {
  let number: CInt

  /// Opens `path`; a file that is created gets exactly `mode`, whatever the umask.
  static func open(_ path: String, _ options: OpenFile.Options) throws(EventLogError) -> FileDescriptor {
    FileDescriptor(
      owning: try SystemError.check("open", path) { () throws(Errno) in try OpenFile.open(path, options) })
  }

  init(owning number: CInt) {
    self.number = number
  }

  deinit { OpenFile.close(number) }

  func sync(_ path: String) throws(EventLogError) {
    try SystemError.check("sync", path) { () throws(Errno) in try OpenFile.sync(number) }
  }
}

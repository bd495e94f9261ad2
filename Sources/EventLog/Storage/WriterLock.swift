import Platform
import SystemPackage

/// The right to write an archive: an exclusive `flock` on `writer.lock`, which contains the holder's process id.
///
/// The kernel releases it when the process ends, however it ends.
struct WriterLock: ~Copyable {
  private let file: FileDescriptor

  static func acquire(in directory: String) throws(EventLogError) -> WriterLock {
    let path = "\(directory)/\(ArchiveFiles.writerLock)"
    try ArchiveFiles.makePrivateFile(ArchiveFiles.writerLock, in: directory)
    let file = try FileDescriptor.open(path, [.both, .noLink, .noWaiting])
    do throws(Errno) {
      try OpenFile.lock(file.number)
    } catch .wouldBlock {
      throw .beingWritten(path: directory, pid: holder(file))
    } catch {
      throw SystemError.error(for: error, "lock", path)
    }
    try sign(file, path)
    return WriterLock(file: file)
  }

  /// Whether a process holds the right now, as the kernel lists it. Taking the lock to find out would keep a writer
  /// from starting meanwhile. False where there is no list, or it does not show that process.
  static func isHeld(in directory: String) -> Bool {
    guard let lock = FileStatus.find("\(directory)/\(ArchiveFiles.writerLock)") else { return false }
    return FileSystem.isLocked(lock.identity)
  }

  private init(file: consuming FileDescriptor) {
    self.file = file
  }

  // Unlocked explicitly: a process that is just being started holds a copy of the descriptor until its exec.
  deinit { OpenFile.unlock(file.number) }

  /// Writes the process id. The lock works without it: a full disk must not prevent opening. A file with other content
  /// (the target of a hard link, say) is locked without changing it.
  private static func sign(_ file: borrowing FileDescriptor, _ path: String) throws(EventLogError) {
    let number = file.number
    let status = try SystemError.check("look at", path) { () throws(Errno) in try FileStatus.of(number) }
    guard status.bytes == 0 || holder(file) != nil else { return }
    try SystemError.check("clear", path) { () throws(Errno) in try OpenFile.truncate(number, to: 0) }
    do throws(Errno) {
      try OpenFile.write(number, at: 0, "\(ThisProcess.id)\n")
    } catch {
      guard error.isFull else { throw SystemError.error(for: error, "write", path) }
    }
  }

  private static func holder(_ file: borrowing FileDescriptor) -> Int32? {
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
      let count: Int
      do throws(Errno) { count = try OpenFile.read(file.number, at: 0, into: buffer) } catch { return nil }
      guard count > 0, count < buffer.count, buffer[count - 1] == UInt8(ascii: "\n") else { return nil }
      return Int32(String(decoding: buffer[..<(count - 1)], as: UTF8.self))
    }
  }
}

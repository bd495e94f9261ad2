import Glibc

/// The right to write an archive: an exclusive `flock` on `writer.lock`, which contains the holder's process id.
///
/// The kernel releases it when the process ends, however it ends.
struct WriterLock: ~Copyable {
  private let file: FileDescriptor

  static func acquire(in directory: String) throws(EventLogError) -> WriterLock {
    let path = "\(directory)/\(ArchiveFiles.writerLock)"
    try ArchiveFiles.makePrivateFile(ArchiveFiles.writerLock, in: directory)
    let file = try FileDescriptor.open(path, flags: O_RDWR | O_NOFOLLOW | O_NONBLOCK)
    guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw SystemError.error(for: errno, "lock", path) }
      throw .beingWritten(path: directory, pid: holder(file))
    }
    try sign(file, path)
    return WriterLock(file: file)
  }

  /// Whether a process holds the right now, as the kernel lists it. Taking the lock to find out would keep a writer
  /// from starting meanwhile. False where there is no list, or it does not show that process.
  static func isHeld(in directory: String) -> Bool {
    var status = stat()
    guard stat("\(directory)/\(ArchiveFiles.writerLock)", &status) == 0, let list = fopen("/proc/locks", "re")
    else {
      return false
    }
    defer { fclose(list) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), list) != nil {
      // 3: FLOCK  ADVISORY  WRITE 4711 fd:01:131 0 EOF
      let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        .split(separator: " ")
      if fields.contains("FLOCK"), fields.contains("WRITE"),
        fields.contains(where: { $0.hasSuffix(":\(status.st_ino)") })
      {
        return true
      }
    }
    return false
  }

  private init(file: consuming FileDescriptor) {
    self.file = file
  }

  // Unlocked explicitly: a process that is just being started holds a copy of the descriptor until its exec.
  deinit { flock(file.number, LOCK_UN) }

  /// Writes the process id. The lock works without it: a full disk must not prevent opening. A file with other content
  /// (the target of a hard link, say) is locked without changing it.
  private static func sign(_ file: borrowing FileDescriptor, _ path: String) throws(EventLogError) {
    var status = stat()
    try SystemError.check(fstat(file.number, &status), "look at", path)
    guard status.st_size == 0 || holder(file) != nil else { return }
    var text = Array("\(getpid())\n".utf8)
    try SystemError.check(ftruncate(file.number, 0), "clear", path)
    guard pwrite(file.number, &text, text.count, 0) >= 0 || errno == ENOSPC || errno == EDQUOT else {
      throw SystemError.error(for: errno, "write", path)
    }
  }

  private static func holder(_ file: borrowing FileDescriptor) -> Int32? {
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
      let count = pread(file.number, buffer.baseAddress, buffer.count, 0)
      guard count > 0, count < buffer.count, buffer[count - 1] == UInt8(ascii: "\n") else { return nil }
      return Int32(String(decoding: buffer[..<(count - 1)], as: UTF8.self))
    }
  }
}

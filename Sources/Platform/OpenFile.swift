import Glibc
public import SystemPackage

/// Files, pipes and streams that are open, by their numbers.
public enum OpenFile {
  /// The three that every process has.
  public static let standardInput: CInt = STDIN_FILENO, standardOutput: CInt = STDOUT_FILENO
  public static let standardError: CInt = STDERR_FILENO

  /// Opens a file for reading; no process that this one starts has it.
  public static func forReading(_ path: String) throws(Errno) -> CInt {
    try open(path, .reading)
  }

  /// A private file without a name, for reading and writing, in a directory.
  public static func nameless(in directory: String) throws(Errno) -> CInt {
    var template = Array("\(directory)/bnus-replay-XXXXXX".utf8CString)
    let number = try check(mkstemp(&template))
    unlink(template)
    return number
  }

  /// A pipe whose reading end no other process gets.
  public static func pipe() throws(Errno) -> (reading: CInt, writing: CInt) {
    var ends: [CInt] = [-1, -1]
    try check(Glibc.pipe(&ends))
    try check(fcntl(ends[0], F_SETFD, FD_CLOEXEC))
    return (ends[0], ends[1])
  }

  /// Closes one.
  public static func close(_ number: CInt) { _ = Glibc.close(number) }

  /// Reads what there is, as much as there is room for; 0 at the end.
  public static func read(_ number: CInt, into room: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    while true {
      let count = Glibc.read(number, room.baseAddress, room.count)
      if count >= 0 { return count }
      if errno != EINTR { throw Errno.last }
    }
  }

  /// Writes as many bytes as there is room for, and gives how many that were.
  public static func write(_ number: CInt, _ bytes: UnsafeRawBufferPointer) throws(Errno) -> Int {
    while true {
      let count = Glibc.write(number, bytes.baseAddress, bytes.count)
      if count >= 0 { return count }
      if errno != EINTR { throw Errno.last }
    }
  }

  /// Writes all bytes.
  public static func writeAll(_ number: CInt, _ bytes: UnsafeRawBufferPointer) throws(Errno) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try write(number, UnsafeRawBufferPointer(rebasing: rest))
      guard count > 0 else { throw Errno.ioError }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes a sentence to standard error, as a handler of signals may.
  public static func say(_ sentence: StaticString) {
    _ = Glibc.write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
  }

  /// Waits until there is something to read, or its end; false where the time passed or a signal came first.
  public static func waitForInput(_ number: CInt, milliseconds: CInt? = nil) throws(Errno) -> Bool {
    var wanted = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    let count = poll(&wanted, 1, milliseconds ?? -1)
    guard count < 0 else { return count > 0 }
    guard errno == EINTR else { throw Errno.last }
    return false
  }

  /// Opens what fails in the place of each standard stream that was closed, whose number another file would get.
  public static func fillClosedStreams() {
    for number in [standardInput, standardOutput, standardError] where fcntl(number, F_GETFD) < 0 {
      _ = Glibc.open("/dev/null", number == standardInput ? O_WRONLY : O_RDONLY)
    }
  }

  /// Whether it is a terminal.
  public static func isTerminal(_ number: CInt) -> Bool { isatty(number) == 1 }

  /// How many columns a terminal has; nil where it is none, or does not say.
  public static func columns(_ number: CInt) -> Int? {
    var size = winsize()
    guard ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return nil }
    return Int(size.ws_col)
  }

  /// Makes what was written last.
  public static func sync(_ number: CInt) throws(Errno) { try check(fsync(number)) }

  /// Makes the file so long.
  public static func truncate(_ number: CInt, to bytes: Int64) throws(Errno) {
    try check(ftruncate(number, off_t(clamping: bytes)))
  }

  /// Whether something has a name; links are followed.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  @discardableResult
  static func check(_ result: CInt) throws(Errno) -> CInt {
    guard result >= 0 else { throw Errno.last }
    return result
  }
}

extension OpenFile {
  /// All bytes of a file.
  public static func content(of path: String) throws(Errno) -> [UInt8] {
    let file = try forReading(path)
    defer { close(file) }
    var content: [UInt8] = []
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = try read(file, into: chunk)
      if count == 0 { return content }
      content += chunk[..<count]
    }
  }
}

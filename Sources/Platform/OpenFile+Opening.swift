import CLinux
import Glibc
public import SystemPackage

extension OpenFile {
  /// What a file is opened for, and how. No process that this one starts has it.
  public struct Options: OptionSet, Sendable {
    public let rawValue: CInt
    public init(rawValue: CInt) { self.rawValue = rawValue }

    /// Reading alone, which is what is done where nothing else is said.
    public static let reading: Options = []
    /// Writing alone.
    public static let writing = Options(rawValue: O_WRONLY)
    /// Reading and writing.
    public static let both = Options(rawValue: O_RDWR)
    /// A file that is made; one that is there already is an error.
    public static let new = Options(rawValue: O_CREAT | O_EXCL)
    /// A directory.
    public static let directory = Options(rawValue: O_DIRECTORY)
    /// A place in the tree of files, which needs no right to list a directory. glibc keeps O_PATH behind _GNU_SOURCE.
    public static let place = Options(rawValue: 0o10_000_000)
    /// A link is an error.
    public static let noLink = Options(rawValue: O_NOFOLLOW)
    /// A FIFO does not wait for its other end.
    public static let noWaiting = Options(rawValue: O_NONBLOCK)
    /// A terminal does not become the process's own.
    public static let noTerminal = Options(rawValue: O_NOCTTY)
  }

  /// Opens a path. What is made is private, as far as the umask lets it be.
  public static func open(_ path: String, _ options: Options) throws(Errno) -> CInt {
    try check(Glibc.open(path, options.rawValue | O_CLOEXEC, 0o600))
  }

  /// Opens a path and waits for the other end of a FIFO; a signal to end makes it fail with `interrupted`.
  public static func openWaiting(_ path: String, _ options: Options) throws(Errno) -> CInt {
    guard FileStatus.find(path)?.isPipe == true else { return try open(path, options) }
    return try Signals.interrupting { () throws(Errno) in try open(path, options) }
  }

  /// Opens a name in an open directory, likewise.
  public static func open(_ name: String, in directory: CInt, _ options: Options) throws(Errno) -> CInt {
    try check(openat(directory, name, options.rawValue | O_CLOEXEC, 0o600))
  }

  /// Another number for the same, which is none of the three that every process has.
  public static func copy(of number: CInt) throws(Errno) -> CInt {
    try check(fcntl(number, F_DUPFD_CLOEXEC, 3))
  }

  /// Goes to the beginning, where it has one; what has none stays where it is.
  public static func rewind(_ number: CInt) throws(Errno) {
    guard lseek(number, 0, SEEK_SET) != 0, errno != ESPIPE else { return }
    throw Errno.last
  }

  /// Reads at a place until the room is full or the file ends, and gives how many bytes there were.
  public static func read(
    _ number: CInt, at offset: Int, into room: UnsafeMutableRawBufferPointer
  ) throws(Errno) -> Int {
    var filled = 0
    while filled < room.count {
      let count = pread(
        number, room.baseAddress.map { $0 + filled }, room.count - filled, off_t(offset + filled))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Errno.last }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// The number that four bytes at a place are, the smallest first; nil where they cannot be read.
  public static func mark(_ number: CInt, at offset: Int) -> UInt32? {
    var mark: UInt32 = 0
    return pread(number, &mark, 4, off_t(offset)) == 4 ? UInt32(littleEndian: mark) : nil
  }

  /// Writes at a place, once, and gives how many bytes that were.
  @discardableResult
  public static func write(_ number: CInt, at offset: Int, _ bytes: [UInt8]) throws(Errno) -> Int {
    let count = pwrite(number, bytes, bytes.count, off_t(offset))
    guard count >= 0 else { throw Errno.last }
    return count
  }

  /// Writes a text at a place, once.
  public static func write(_ number: CInt, at offset: Int, _ text: String) throws(Errno) {
    try write(number, at: offset, Array(text.utf8))
  }

  /// Makes what was written last, if not the times of it.
  public static func syncData(_ number: CInt) throws(Errno) { try check(fdatasync(number)) }

  /// Lets the disk begin with what was written there. Does not wait, and promises nothing.
  public static func beginWriting(_ number: CInt, from offset: Int64, bytes: Int64) {
    _ = bnus_begin_writing(number, offset, bytes)
  }

  /// Has the disk keep room behind a place, if it can.
  public static func reserve(_ number: CInt, from offset: Int64, bytes: Int64) {
    _ = bnus_reserve(number, offset, bytes)
  }

  /// Sets who may use it, whatever the umask.
  public static func setMode(_ number: CInt, to mode: UInt32) throws(Errno) {
    try check(fchmod(number, mode_t(mode)))
  }

  /// Locks it for one process alone; `wouldBlock` where another one has it. Does not wait.
  public static func lock(_ number: CInt) throws(Errno) { try check(flock(number, LOCK_EX | LOCK_NB)) }

  /// Ends a lock, also for the copies that processes hold which are just being started.
  public static func unlock(_ number: CInt) { flock(number, LOCK_UN) }
}

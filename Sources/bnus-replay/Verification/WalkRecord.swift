import Glibc

/// How far the walk is, as it goes through the pipe from the process that walks to the one that waits.
///
/// One is written after every event, so that what was reached is known exactly when a damaged page ends the walk.
struct WalkRecord: BitwiseCopyable {
  /// What is being read: 1 the log, 2 the tables.
  var phase: UInt64 = 0
  /// Events done of the phase.
  var done: UInt64 = 0
  /// Events in all.
  var total: UInt64 = 0
  /// Bytes of bodies so far.
  var bytes: UInt64 = 0
  /// The last event up to which everything is known to be whole.
  var whole: UInt64 = 0

  static let log: UInt64 = 1
  static let tables: UInt64 = 2

  /// Small enough that a pipe takes it whole or not at all.
  static let byteCount = MemoryLayout<WalkRecord>.size

  var name: String { phase == Self.tables ? "verify tables" : "verify" }
}

/// The walker's end of the pipe.
struct WalkPipe {
  private let descriptor: Int32

  /// The variable by which a process knows that it is to walk, and where to write.
  static let variable = "BNUS_VERIFY_PIPE"

  /// What this process was started with; nil where it is not a walker.
  static let inherited: WalkPipe? = {
    guard let value = getenv(variable), let descriptor = Int32(String(cString: value)) else { return nil }
    var state = stat()
    guard fstat(descriptor, &state) == 0, state.st_mode & S_IFMT == S_IFIFO else { return nil }
    return WalkPipe(descriptor: descriptor)
  }()

  /// Where nothing reads any more, SIGPIPE ends this process: a walker ends with its parent.
  func write(_ record: WalkRecord) throws(Interruption.Requested) {
    try Interruption.check()
    withUnsafeBytes(of: record) { bytes in
      while Glibc.write(descriptor, bytes.baseAddress, bytes.count) < 0, errno == EINTR {}
    }
    try Interruption.check()
  }
}

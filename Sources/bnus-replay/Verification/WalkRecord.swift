import Platform
import SystemPackage

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
    guard let descriptor = Environment.value(of: variable).flatMap({ Int32($0) }) else { return nil }
    do throws(Errno) {
      return try FileStatus.of(descriptor).isPipe ? WalkPipe(descriptor: descriptor) : nil
    } catch {
      return nil
    }
  }()

  /// Where nothing reads any more, SIGPIPE ends this process: a walker ends with its parent.
  func write(_ record: WalkRecord) throws(Interruption.Requested) {
    try Interruption.check()
    withUnsafeBytes(of: record) { bytes in
      // What is not told is not missed: the reader has gone, or sees less of the way.
      do throws(Errno) { _ = try OpenFile.write(descriptor, bytes) } catch {}
    }
    try Interruption.check()
  }
}

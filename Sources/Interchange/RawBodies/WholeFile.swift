public import EventLog
import Glibc

/// A small file as bytes.
public enum WholeFile {
  /// No answer of the exchange comes near this.
  public static let largestBytes = 1 << 30

  /// All bytes of a file of at most `largestBytes`.
  ///
  /// - Parameter name: what errors call it, where that is not its path.
  public static func read(_ path: String, named name: String? = nil) throws(InterchangeError) -> [UInt8] {
    let name = name ?? path
    let descriptor = InputDescriptor.open(path)
    guard descriptor >= 0 else { throw failure(name) }
    defer { Glibc.close(descriptor) }
    var state = stat()
    guard fstat(descriptor, &state) == 0 else { throw failure(name) }
    guard state.st_size <= largestBytes else { throw tooLarge(name) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw failure(name) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      // A pipe has no size, and a file may grow.
      guard bytes.count <= largestBytes else { throw tooLarge(name) }
    }
  }

  /// When a file was last written; nil where there is none, or it is no regular file.
  public static func modifiedAt(_ path: String) -> Timestamp? {
    var state = stat()
    guard stat(path, &state) == 0, state.st_mode & S_IFMT == S_IFREG else { return nil }
    let (whole, overflow) = Int64(state.st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000)
    let (time, carry) = whole.addingReportingOverflow(Int64(state.st_mtim.tv_nsec) / 1000)
    return overflow || carry ? nil : Timestamp(microseconds: time)
  }

  private static func tooLarge(_ name: String) -> InterchangeError {
    .file(path: name, operation: "import", reason: "it is larger than 1 GiB")
  }

  private static func failure(_ path: String) -> InterchangeError {
    .file(path: path, operation: "read", reason: String(cString: strerror(errno)))
  }
}

import Glibc

/// A small file as bytes.
public enum WholeFile {
  /// No answer of the exchange comes near this.
  public static let largestBytes = 1 << 30

  /// All bytes of a file of at most `largestBytes`.
  public static func read(_ path: String) throws(InterchangeError) -> [UInt8] {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { Glibc.close(descriptor) }
    var state = stat()
    guard fstat(descriptor, &state) == 0 else { throw failure(path) }
    guard state.st_size <= largestBytes else {
      throw .file(path: path, operation: "import", reason: "it is larger than 1 GiB")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw failure(path) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  private static func failure(_ path: String) -> InterchangeError {
    .file(path: path, operation: "read", reason: String(cString: strerror(errno)))
  }
}

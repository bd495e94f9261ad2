import EventModel
import Glibc

/// A file being written anew, with the SHA-256 of all that went into it.
struct OutputFile: ~Copyable {
  let path: String
  private(set) var byteCount = 0
  private let descriptor: Int32
  private var hasher = DigestHasher()

  private init(owning descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Makes the file, or empties it.
  static func create(_ path: String) throws(BenchError) -> OutputFile {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .file(path: path, doing: "creating", errno: errno) }
    return OutputFile(owning: descriptor, path: path)
  }

  /// Adds bytes.
  mutating func append(_ bytes: [UInt8]) throws(BenchError) {
    let failure = bytes.withUnsafeBytes { buffer -> Int32? in
      hasher.update(buffer)
      var rest = buffer[...]
      while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
        let written = write(descriptor, start, rest.count)
        if written >= 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return errno }
      }
      return nil
    }
    if let failure { throw .file(path: path, doing: "writing", errno: failure) }
    byteCount += bytes.count
  }

  /// The digest of everything written.
  var digest: Digest { hasher.finish() }
}

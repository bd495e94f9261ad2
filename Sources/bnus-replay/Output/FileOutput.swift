import Glibc
import Interchange

/// A file that a command writes: made beside its place, private, and moved there when whole.
final class FileOutput {
  private let path: String
  private let draft: String
  private let descriptor: Int32
  private var isPlaced = false

  init(_ path: String) throws(InterchangeError) {
    self.path = path
    draft = path + ".part"
    descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .file(path: path, operation: "write", reason: String(cString: strerror(errno)))
    }
  }

  deinit {
    close(descriptor)
    if !isPlaced { unlink(draft) }
  }

  func write(_ bytes: [UInt8]) throws(InterchangeError) {
    try Self.writeAll(bytes, to: descriptor, name: path)
  }

  func finish() throws(InterchangeError) {
    guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
      throw .file(path: path, operation: "write", reason: String(cString: strerror(errno)))
    }
    isPlaced = true
  }

  static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, name: String
  ) throws(InterchangeError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, [ENOSPC, EDQUOT, EFBIG].contains(errno) { throw .diskFull(path: name) }
      guard count > 0 else {
        throw .file(path: name, operation: "write", reason: String(cString: strerror(errno)))
      }
      rest = rest.dropFirst(count)
    }
  }
}

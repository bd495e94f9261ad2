import Audit
import Glibc
import Interchange

/// Files that hold a note, a proof or a key.
enum SmallFile {
  private static let largestBytes = 1 << 20

  /// All bytes of a file or a pipe; what is larger is none of these.
  static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        try Interruption.check()
        if errno == EINTR { continue }
        throw failure(path)
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= largestBytes else {
        throw AuditError.file(path: path, reason: "is too large to be a checkpoint or a key")
      }
    }
  }

  /// A signed note and what it says.
  static func checkpoint(_ path: String) throws -> (note: SignedNote, head: Checkpoint) {
    do {
      let note = try SignedNote.parse(try read(path))
      return (note, try Checkpoint.parse(note.text))
    } catch let error as AuditError {
      guard case .malformed = error else { throw error }
      throw AuditError.file(path: path, reason: "is no checkpoint: \(error)")
    }
  }

  private static func failure(_ path: String) -> InterchangeError {
    .file(path: path, operation: "read", reason: String(cString: strerror(errno)))
  }
}

import Audit
import Files

/// Files that hold a note, a proof or a key.
enum SmallFile {
  private static let largestBytes = 1 << 20

  /// All bytes of a file or a pipe; what is larger is none of these.
  static func read(_ path: String) throws -> [UInt8] {
    guard let bytes = try InputFile.bytes(of: path, atMost: largestBytes) else {
      throw AuditError.file(path: path, reason: "is too large to be a checkpoint or a key")
    }
    return bytes
  }

  /// A signed note and what it says.
  static func checkpoint(_ path: String) throws -> (note: SignedNote, head: Checkpoint) {
    do {
      let note = try SignedNote.parse(try read(path))
      return (note, try Checkpoint.parse(note.text))
    } catch let error as AuditError {
      guard case .malformed = error else { throw error }
      throw AuditError.file(path: path, reason: "is not a checkpoint: \(error)")
    }
  }
}

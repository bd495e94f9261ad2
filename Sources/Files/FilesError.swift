import Platform
import SystemPackage

/// Why a file is not read or written: what is in the way, where, and what to try.
public enum FilesError: Error, Equatable, Sendable {
  /// The path leads into an archive, where only the log itself is written.
  case insideArchive(path: String, archive: String)
  /// The path is another name of a file of an archive.
  case archiveFile(path: String)
  /// Something is there and is kept; `advice` states what to try.
  case isThere(path: String, advice: String)
  /// The path is a symbolic link that leads to nothing.
  case danglingLink(path: String)
  /// What is there cannot be written as a file: "a directory", "a FIFO or a device".
  case wrongKind(path: String, kind: String)
  /// The directory in which the file is to be made does not exist.
  case noDirectory(path: String, directory: String)
  /// A file beside the one that is written, which would be treated as a part of it.
  case besideIt(path: String, why: String)
  /// Another process is writing it.
  case busy(path: String)
  /// The existing file was replaced by another while the new file was made.
  case changed(path: String)
  /// No space, no quota, or a file size limit reached.
  case diskFull(path: String)
  /// A signal ended the wait for a FIFO's other end.
  case interrupted(path: String)
  /// A system call failed.
  case system(operation: String, path: String, errno: Int32)

  /// What the system says about an operation, in one place.
  init(_ code: Errno, _ operation: String, _ path: String) {
    self =
      if code.isFull {
        .diskFull(path: path)
      } else if code == .interrupted, Signals.endRequested {
        .interrupted(path: path)
      } else {
        .system(operation: operation, path: path, errno: code.rawValue)
      }
  }

  /// What a call gives; where the system refuses it, an error that says what was tried.
  static func check<R>(
    _ operation: String, _ path: String, _ call: () throws(Errno) -> R
  ) throws(FilesError) -> R {
    do throws(Errno) { return try call() } catch { throw FilesError(error, operation, path) }
  }
}

extension FilesError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .insideArchive(let path, let archive):
      "\(path) lies in the archive \(archive), where nothing but the log is written; name a place outside of it"
    case .archiveFile(let path): "\(path) is a file of an archive under another name; name another file"
    case .isThere(let path, let advice): "\(path) is there already and is not overwritten; \(advice)"
    case .danglingLink(let path):
      "\(path) is a symbolic link to a file that is not there; remove it, or name the file itself"
    case .wrongKind(let path, let kind): "\(path) is \(kind); name a file"
    case .noDirectory(let path, let directory):
      "\(path) cannot be made: there is no directory \(directory); make it, or name another place"
    case .besideIt(let path, let why): "\(path) \(why)"
    case .busy(let path):
      "\(path) is being written by another process; wait for it and run the command again"
    case .changed(let path):
      "\(path) was replaced by something else meanwhile, which is kept; run the command again"
    case .diskFull(let path):
      "the disk is full while writing \(path); what was there before is untouched."
        + " Make room and run the command again"
    case .interrupted(let path): "interrupted while waiting for the other end of \(path)"
    case .system(let operation, let path, let number):
      "cannot \(operation) \(path): \(Errno(rawValue: number))"
    }
  }
}

public import EventModel
public import Files
import Platform
import SystemPackage

/// What failed in the log, where, and what to try.
public enum EventLogError: Error, Equatable, Sendable {
  /// What an archive was opened for.
  public enum Access: Sendable {
    case reading, writing
  }

  /// There is no archive at this path.
  case noArchive(path: String)
  /// The directory holds an LMDB environment that is not an archive.
  case notAnArchive(path: String)
  /// A new archive was requested in a directory that contains other files.
  case directoryInUse(path: String)
  /// The archive was written by a later version of the format.
  case newerFormat(found: Int, supported: Int, path: String)
  /// Another process has the archive open for writing.
  case beingWritten(path: String, pid: Int32?)
  /// This process has the archive open already.
  case alreadyOpenHere(path: String)
  /// The directory lies on a network file system, where LMDB's locks fail.
  case networkFileSystem(path: String, kind: String)
  /// The archive has reached the size of its memory map.
  case mapFull(path: String)
  /// The system refused a memory map of this size.
  case mapRefused(path: String, bytes: Int, access: Access)
  /// The archive has grown beyond a reader's map, while other reads were in progress.
  case mapOutgrown(path: String)
  /// The disk failed at the end of a commit, and again when the commit was undone.
  case commitUncertain(path: String, errno: Int32)
  /// A file that is not a lock is in the place of one of the archive's locks.
  case foreignLock(path: String)
  /// No space, no quota, or a file size limit reached.
  case diskFull(path: String)
  /// Too many readers at once.
  case readersFull(path: String)
  /// One append was given more than a transaction can hold.
  case batchTooLarge(path: String)
  /// The log has no event of this sequence.
  case noSuchEvent(sequence: UInt64)
  /// An event, or something that belongs to it, is not as it was written.
  case damaged(sequence: UInt64, what: String)
  /// The archive itself is not as it was written.
  case damagedArchive(path: String, what: String)
  /// An event's fields do not fit into a header.
  case headerTooLarge(field: String)
  /// A field has a value that the log cannot store.
  case invalidEvent(field: String, why: String)
  /// A body is larger than the log accepts.
  case bodyTooLarge(bytes: Int, limit: Int)
  /// The run has another event of this ordinal.
  case identityConflict(run: RunID, ordinal: UInt32, existing: UInt64)
  /// An export of one archive cannot be restored into another that has events.
  case otherArchive(path: String, is: ArchiveID, wanted: ArchiveID)
  /// There is a file where a directory is needed.
  case notADirectory(path: String)
  /// A file or directory cannot be made.
  case file(FilesError)
  /// The system refused permission.
  case permission(operation: String, path: String)
  /// An append to an archive that was opened for reading.
  case readOnly(path: String)
  /// The log was closed.
  case closed(path: String)
  /// A system call failed.
  case system(operation: String, path: String, errno: Int32)
  /// LMDB failed; `code` is its own text.
  case lmdb(operation: String, code: String)
  /// zstd failed; `code` is its own text.
  case compression(operation: String, code: String)
}

extension EventLogError {
  /// Turns errors about files into errors of the log.
  static func ofFiles<R>(_ body: () throws(FilesError) -> R) throws(EventLogError) -> R {
    do throws(FilesError) {
      return try body()
    } catch .diskFull(let path) {
      throw .diskFull(path: path)
    } catch {
      throw .file(error)
    }
  }
}

extension EventLogError: CustomStringConvertible {
  /// One sentence of what and where, and one of what to try.
  public var description: String {
    switch self {
    case .noArchive(let path): "no archive at \(path); make one with sync or import"
    case .notAnArchive(let path):
      "\(path) holds an LMDB environment that is not an archive; choose another directory"
    case .directoryInUse(let path):
      "\(path) holds other files and no archive; choose an empty or new directory for the archive"
    case .newerFormat(let found, let supported, let path):
      "the archive \(path) has format \(found), this program reads up to format \(supported);"
        + " use a newer bnus-replay"
    case .beingWritten(let path, let pid):
      "the archive \(path) is being written by \(pid.map { "process \($0)" } ?? "another process");"
        + " wait for it to end"
    case .alreadyOpenHere(let path): "the archive \(path) is open in this process already; close it first"
    case .networkFileSystem(let path, let kind):
      "\(path) lies on a network file system (\(kind)), where the archive's locks and memory map do not hold;"
        + " keep the archive on a local disk"
    case .notADirectory(let path): "\(path) is not a directory; an archive is a directory"
    case .mapRefused(let path, let bytes, let access):
      "the system refused a memory map of \(bytes) bytes for \(path); lift the limit (ulimit -v)"
        + (access == .writing ? " or lower --map-size" : "")
    case .mapOutgrown(let path):
      "the archive \(path) has grown past what the system lets this command map; run it again,"
        + " or lift the limit (ulimit -v)"
    case .foreignLock(let path): "\(path) is not a lock of an archive and would be overwritten; remove it"
    case .damagedArchive(let path, let what): "the archive \(path) is damaged: \(what); restore a backup"
    case .mapFull(let path): "the archive \(path) has filled its memory map; raise --map-size"
    case .diskFull(let path):
      "no space left to write \(path) (disk, quota or file size limit); make room, the archive is whole"
    case .commitUncertain(let path, let number):
      "the disk failed at the end of an append to \(path) (\(Errno(rawValue: number))), and again when the"
        + " append was undone: it may be there or not. Check the disk, run verify, and run the command"
        + " again: nothing is added twice"
    case .batchTooLarge(let path):
      "one append to \(path) was too large for a transaction; append in smaller batches"
    case .noSuchEvent(let sequence): "there is no event \(sequence); list them with events"
    case .damaged(let sequence, let what):
      "event \(sequence) is damaged: \(what); run verify, restore a backup"
    case .headerTooLarge(let field):
      "the event's \(field) makes its header longer than \(HeaderCodec.maximumBytes) bytes; shorten it"
    case .invalidEvent(let field, let why): "the event's \(field) cannot be stored: \(why)"
    case .bodyTooLarge(let bytes, let limit): "a body of \(bytes) bytes exceeds the limit of \(limit) bytes"
    case .identityConflict(let run, let ordinal, let existing):
      "run \(run) has another event of ordinal \(ordinal), event \(existing); give the run another id"
    case .otherArchive(let path, let found, let wanted):
      "this is a whole export of archive \(wanted), and \(path) holds events of archive \(found);"
        + " restore it into a new archive, or import an export of single runs (export --run)"
    case .readOnly(let path): "the archive \(path) was opened for reading; open it for writing to append"
    case .readersFull(let path): "too many readers of \(path) at once; end some of them"
    case .file(let error): error.description
    case .permission(let operation, let path): "not permitted to \(operation) \(path); check owner and mode"
    case .closed(let path): "the archive \(path) was closed; open it again"
    case .system(let operation, let path, let number):
      "could not \(operation) \(path): \(Errno(rawValue: number))"
    case .lmdb(let operation, let code): "LMDB could not \(operation): \(code); run verify"
    case .compression(let operation, let code): "zstd could not \(operation): \(code)"
    }
  }
}

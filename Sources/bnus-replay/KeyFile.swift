import Audit
import EventLog
import Glibc
import Interchange

/// The file of the key that signs checkpoints: made once, private, and never in the archive, where whoever can change
/// the archive would find it.
struct KeyFile {
  let path: String

  /// Makes the file with a fresh key in it. One that is there is never overwritten.
  func make(for origin: Origin, of log: EventLog) throws -> SignerKey {
    try keepOut(of: log)
    let key = try SignerKey.generate(name: origin.text)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        throw CommandError(
          "\(path) is there already and is not overwritten; use it with --key, or name another")
      }
      throw failure("make")
    }
    defer { close(descriptor) }
    do {
      guard fchmod(descriptor, 0o600) == 0 else { throw failure("make private") }
      try FileOutput.writeAll(Array("\(key.secretText)\n".utf8), to: descriptor, name: path)
      guard fsync(descriptor) == 0 else { throw failure("write") }
      try syncDirectory()
    } catch {
      unlink(path)
      throw error
    }
    return key
  }

  /// Reads the key, and says where others could read it too.
  func read(for log: EventLog) throws -> SignerKey {
    try keepOut(of: log)
    let text = String(decoding: try SmallFile.read(path), as: UTF8.self)
    guard let key = try SignerKey(text), let origin = Origin(key.verifier.name) else {
      throw CommandError("\(path) holds no key that signs checkpoints; checkpoint --new-key FILE makes one")
    }
    if let other = origin.archive, other != log.archiveID {
      throw CommandError("\(path) is the key of archive \(other), this is archive \(log.archiveID)")
    }
    var state = stat()
    if stat(path, &state) == 0, state.st_mode & 0o077 != 0 {
      Terminal.say("warning: \(path) holds a secret and can be read by others; chmod 600 \(path)")
    }
    return key
  }

  /// Follows the directories above the file up to the root and refuses if the archive's is among them.
  private func keepOut(of log: EventLog) throws {
    guard let archive = Self.identity(log.path) else { return }
    guard
      var directory = realpath(directory, nil).map({ pointer in
        defer { free(pointer) }
        return String(cString: pointer)
      })
    else { throw failure("find the directory of") }
    while true {
      if let found = Self.identity(directory), found == archive {
        throw WrongUsage(
          "\(path) lies in the archive; keep the key elsewhere, so that who copies or changes the archive has no key to it"
        )
      }
      guard directory != "/", let slash = directory.lastIndex(of: "/") else { return }
      directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
    }
  }

  private var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func syncDirectory() throws {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw failure("sync the directory of") }
  }

  private static func identity(_ path: String) -> [UInt64]? {
    var state = stat()
    return stat(path, &state) == 0 ? [UInt64(state.st_dev), UInt64(state.st_ino)] : nil
  }

  private func failure(_ operation: String) -> CommandError {
    CommandError("could not \(operation) \(path): \(String(cString: strerror(errno)))")
  }
}

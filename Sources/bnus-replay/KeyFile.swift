import Audit
import EventLog
import Files
import Platform

/// The file of the key that signs checkpoints: made once, private, and never in the archive, where whoever can change
/// the archive would find it.
struct KeyFile {
  let path: String

  /// Makes the file with a fresh key in it, whole or not at all. One that is there is never overwritten.
  func make(for origin: Origin) throws -> SignerKey {
    let key = try SignerKey.generate(name: origin.text)
    let place = try FilePlace.resolve(path)
    guard !place.isTaken else { throw FilesError.isThere(path: path, advice: Self.advice) }
    let draft = try Draft.make(for: place, company: .welcome)
    try draft.write(Array("\(key.secretText)\n".utf8))
    try draft.sync()
    try draft.takePlace(.never(advice: Self.advice))
    return key
  }

  private static let advice = "use it with --key, or name another"

  /// Reads the key, and says where others could read it too.
  func read(for log: EventLog) throws -> SignerKey {
    try keepOut()
    let text = String(decoding: try SmallFile.read(path), as: UTF8.self)
    guard let key = try SignerKey(text), let origin = Origin(key.verifier.name) else {
      throw CommandError("\(path) holds no key that signs checkpoints; checkpoint --new-key FILE makes one")
    }
    if let other = origin.archive, other != log.archiveID {
      throw CommandError("\(path) is the key of archive \(other), this is archive \(log.archiveID)")
    }
    if let status = FileStatus.find(path), status.mode & 0o077 != 0 {
      Terminal.say("warning: \(path) holds a secret and can be read by others; chmod 600 \(path)")
    }
    return key
  }

  /// Refuses a key that lies in the archive.
  private func keepOut() throws {
    do {
      try ArchiveGuard.check(directoryOf: path)
    } catch FilesError.insideArchive {
      throw WrongUsage(
        "\(path) lies in the archive; keep the key elsewhere, so that who copies or changes the archive has no key to it"
      )
    }
  }
}

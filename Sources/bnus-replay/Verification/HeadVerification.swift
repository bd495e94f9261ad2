import Audit
import EventLog
import Platform

/// A head that was published earlier, and the key that is to have signed it.
struct HeadVerification {
  /// What holding the archive to it gave.
  struct Outcome {
    let head: Checkpoint
    /// True where the signature was checked and holds; nil where no key was given.
    let isSigned: Bool?
    /// What is wrong, in a sentence.
    let finding: String?
  }

  private let path: String
  private let note: SignedNote
  private let head: Checkpoint
  private let key: VerifierKey?

  /// Reads the head; the key is one itself or a file that holds one.
  static func read(_ path: String, verifierKey: String?) throws -> HeadVerification {
    let (note, head) = try SmallFile.checkpoint(path)
    return HeadVerification(path: path, note: note, head: head, key: try verifierKey.map(Self.key))
  }

  private static func key(_ text: String) throws -> VerifierKey {
    if let key = VerifierKey(text) { return key }
    guard OpenFile.exists(text) else {
      throw WrongUsage(
        "--verifier-key \(text) is neither a verifier key (name+id+base64) nor a file with one")
    }
    var content = String(decoding: try SmallFile.read(text), as: UTF8.self)
    if content.utf8.last == UInt8(ascii: "\n") { content.removeLast() }
    guard let key = VerifierKey(content) else {
      throw WrongUsage("\(text) holds no verifier key (name+id+base64)")
    }
    return key
  }

  /// Holds the archive to the head.
  func check(_ log: EventLog) throws -> Outcome {
    if let finding = try signatureFinding() {
      return Outcome(head: head, isSigned: false, finding: finding)
    }
    do {
      try log.read { (snapshot: borrowing Snapshot) in
        try snapshot.verify(against: head, archive: log.archiveID)
      }
      return Outcome(head: head, isSigned: key == nil ? nil : true, finding: nil)
    } catch AuditError.contradicted(let finding) {
      return Outcome(head: head, isSigned: key == nil ? nil : true, finding: finding)
    }
  }

  private func signatureFinding() throws -> String? {
    guard let key else { return nil }
    guard key.name.utf8.elementsEqual(head.origin.text.utf8) else {
      return "\(path) is of \(head.origin), the verifier key is of \(key.name)"
    }
    return switch try key.check(note) {
    case .valid: nil
    case .invalid: "\(path): the signature of \(key.name) is not of these bytes"
    case .absent: "\(path) is not signed by this key of \(key.name)"
    }
  }
}

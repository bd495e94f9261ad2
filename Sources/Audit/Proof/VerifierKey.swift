import EventLog
import EventModel

/// The public half of an Ed25519 key that signs notes: `name+8 hex digits of the key id+base64(0x01 ‖ key)`.
public struct VerifierKey: Sendable, Hashable {
  /// The result of checking a note.
  public enum Verdict: Sendable, Hashable {
    /// This key signed these bytes.
    case valid
    /// The note names this key, but the signature is not of these bytes.
    case invalid
    /// The note does not name this key.
    case absent
  }

  /// Whose key it is; equals the origin of the checkpoints that it signs.
  public let name: String
  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
  public let keyID: UInt32
  private let key: [UInt8]

  /// The kind of key: Ed25519.
  static let kind: UInt8 = 1

  init(name: String, key: [UInt8]) {
    self.name = name
    self.key = key
    keyID = (Array(name.utf8) + [UInt8(ascii: "\n"), Self.kind] + key).withUnsafeBytes { bytes in
      Digest.sha256(bytes).withBytes { $0.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }
    }
  }

  /// Reads a key strictly; nil for anything else.
  public init?(_ text: String) {
    guard let (name, key) = NoteKeyText.parse(text[...], ofBytes: 32) else { return nil }
    self.init(name: name, key: key)
    guard text.utf8.elementsEqual(self.text.utf8) else { return nil }
  }

  /// The key as it is published.
  public var text: String { NoteKeyText.text(name, keyID, key) }

  /// Checks this key's signature of a note. Those of other keys are ignored.
  public func check(_ note: SignedNote) throws -> Verdict {
    let mine = note.signatures.filter { $0.keyID == keyID && $0.name.utf8.elementsEqual(name.utf8) }
    if mine.isEmpty { return .absent }
    let text = Array(note.text.utf8)
    return try mine.allSatisfy { try Ed25519.isValid($0.bytes, of: text, key: key) } ? .valid : .invalid
  }
}

/// Keys of notes as text: `name+8 hex digits of the key id+base64(0x01 ‖ bytes)`.
enum NoteKeyText {
  static func text(_ name: String, _ keyID: UInt32, _ bytes: [UInt8]) -> String {
    let digits = String(keyID, radix: 16)
    let id = String(repeating: "0", count: 8 - digits.count) + digits
    return "\(name)+\(id)+\(([VerifierKey.kind] + bytes).withUnsafeBytes(Base64.text))"
  }

  /// The name and the bytes; the caller checks the id by printing them again.
  static func parse(_ text: Substring, ofBytes count: Int) -> (name: String, bytes: [UInt8])? {
    let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decode(Array(parts[2])), bytes.count == count + 1,
      bytes[0] == VerifierKey.kind
    else { return nil }
    let name = String(decoding: parts[0], as: UTF8.self)
    return NoteName.isValid(name) ? (name, Array(bytes[1...])) : nil
  }
}

/// The rule for names of keys in signed notes.
enum NoteName {
  /// Not empty, no white space, no plus sign, nothing that controls a terminal.
  static func isValid(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F
      }
  }
}

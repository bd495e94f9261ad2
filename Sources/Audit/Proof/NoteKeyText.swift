import EventModel

/// Keys of notes as text: `name+8 hex digits of the key id+base64(0x01 ‖ bytes)`.
enum NoteKeyText {
  static func text(_ name: String, _ keyID: UInt32, _ bytes: [UInt8]) -> String {
    let digits = String(keyID, radix: 16)
    let id = String(repeating: "0", count: 8 - digits.count) + digits
    return "\(name)+\(id)+\(([VerifierKey.kind] + bytes).withUnsafeBytes(Base64.text))"
  }

  /// The name and the bytes; that the id is right is for the caller to see by printing them again.
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

import EventModel

/// A text and its signatures, in the public format of signed notes (c2sp.org/signed-note).
///
///     text, any number of lines
///     (an empty line)
///     — name base64(4-byte big-endian key id ‖ signature)
///
/// An unsigned text has no empty line.
public struct SignedNote: Sendable {
  /// One signature, of any kind of key.
  public struct Signature: Sendable, Hashable {
    public let name: String
    public let keyID: UInt32
    public let bytes: [UInt8]
  }

  /// What is signed, with the end of its last line.
  public let text: String
  public let signatures: [Signature]

  private static let dash = "\u{2014} "
  private static let mostSignatures = 100

  init(text: String, signatures: [Signature]) {
    precondition(text.utf8.last == UInt8(ascii: "\n"), "a note's text ends with its last line's end")
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note strictly: what is read prints as the same bytes.
  public static func parse(_ bytes: [UInt8]) throws(AuditError) -> SignedNote {
    var lines = try ProofLines(of: "note", bytes)
    guard let blank = lines.lastBlank else {
      return SignedNote(text: String(decoding: lines.takeRest(), as: UTF8.self), signatures: [])
    }
    guard blank > 0 else { throw lines.refusal("there is no text before the empty line", at: blank) }
    let text = lines.take(until: blank).map { $0 + "\n" }.joined()
    _ = try lines.take("empty line")
    var signatures: [Signature] = []
    repeat {
      signatures.append(try signature(of: &lines))
    } while !lines.isAtEnd
    return SignedNote(text: text, signatures: signatures)
  }

  private static func signature(of lines: inout ProofLines) throws(AuditError) -> Signature {
    let line = try lines.take("signature")
    guard line.utf8.starts(with: dash.utf8) else {
      throw lines.refusal("a signature begins with an em dash and a space")
    }
    let parts = line.utf8.dropFirst(dash.utf8.count).split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw lines.refusal("a signature is a name, a space and base64") }
    let name = String(decoding: parts[0], as: UTF8.self)
    guard NoteName.isValid(name) else { throw lines.refusal("the signer's name is not valid") }
    guard let bytes = Base64.decode(Array(parts[1])), bytes.count >= 5 else {
      throw lines.refusal("the signature is not base64 of a key id and a signature")
    }
    guard lines.next - 1 < mostSignatures + (lines.lastBlank ?? 0) + 1 else {
      throw lines.refusal("it has more than \(mostSignatures) signatures")
    }
    return Signature(
      name: name, keyID: bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }, bytes: Array(bytes[4...]))
  }

  /// The note as it is published.
  public var bytes: [UInt8] {
    var bytes = Array(text.utf8)
    if signatures.isEmpty { return bytes }
    bytes.append(UInt8(ascii: "\n"))
    for signature in signatures {
      bytes += Self.dash.utf8
      bytes += signature.name.utf8
      bytes.append(UInt8(ascii: " "))
      let id = withUnsafeBytes(of: signature.keyID.bigEndian) { Array($0) }
      (id + signature.bytes).withUnsafeBytes { Base64.encode($0, to: &bytes) }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}

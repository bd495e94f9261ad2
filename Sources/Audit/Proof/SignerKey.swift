import EventLog

/// The secret half of an Ed25519 key that signs notes:
/// `PRIVATE+KEY+name+8 hex digits of the key id+base64(0x01 ‖ seed)`.
public struct SignerKey: Sendable, CustomStringConvertible {
  /// The public half.
  public let verifier: VerifierKey
  private let seed: [UInt8]

  private static let prefix = "PRIVATE+KEY+"

  init(name: String, seed: [UInt8]) throws {
    self.seed = seed
    verifier = VerifierKey(name: name, key: try Ed25519.publicKey(of: seed))
  }

  /// A fresh key under a name.
  public static func generate(name: String) throws -> SignerKey {
    var generator = SystemRandomNumberGenerator()
    return try SignerKey(
      name: name, seed: (0..<Ed25519.keyBytes).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// Reads a key strictly, with or without a newline at its end; nil for anything else.
  public init?(_ text: String) throws {
    let line = text.utf8.last == UInt8(ascii: "\n") ? text.dropLast() : text[...]
    guard line.hasPrefix(Self.prefix),
      let (name, seed) = NoteKeyText.parse(line.dropFirst(Self.prefix.count), ofBytes: 32)
    else { return nil }
    try self.init(name: name, seed: seed)
    guard line.utf8.elementsEqual(secretText.utf8) else { return nil }
  }

  /// The key as its file holds it. A secret.
  public var secretText: String { Self.prefix + NoteKeyText.text(verifier.name, verifier.keyID, seed) }

  /// Signs a text, which ends with a line's end.
  public func sign(_ text: String) throws -> SignedNote {
    let signature = try Ed25519.signature(of: Array(text.utf8), seed: seed)
    return SignedNote(
      text: text, signatures: [.init(name: verifier.name, keyID: verifier.keyID, bytes: signature)])
  }

  /// Without the secret.
  public var description: String { "the key of \(verifier.name)" }
}

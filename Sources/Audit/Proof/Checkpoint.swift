public import EventModel

/// The head of an archive's tree: so many events, and the root over them (c2sp.org/tlog-checkpoint).
///
///     origin
///     number of events
///     base64 of the root
public struct Checkpoint: Sendable {
  public let origin: Origin
  /// How many events the tree has; never 0, because implementations disagree about the empty tree.
  public let size: UInt64
  public let root: Digest

  public init(origin: Origin, size: UInt64, root: Digest) {
    precondition(size > 0, "a head of no events is never published")
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads a note's text strictly. Lines after the third, which the format allows for extensions, are ignored: they
  /// are signed as is.
  public static func parse(_ text: String) throws(AuditError) -> Checkpoint {
    var lines = try ProofLines(of: "checkpoint", Array(text.utf8))
    guard let origin = Origin(try lines.take("origin")) else {
      throw lines.refusal("the origin is not a URL without scheme")
    }
    let count = try lines.take("number of events")
    let size = try lines.number(count, "number of events")
    guard size > 0 else { throw lines.refusal("a checkpoint covers at least one event") }
    guard let root = Digest(base64: try lines.take("root")) else {
      throw lines.refusal("the root is not base64 of 32 bytes")
    }
    if let blank = lines.lastBlank { throw lines.refusal("a checkpoint has no empty line", at: blank) }
    return Checkpoint(origin: origin, size: size, root: root)
  }

  /// The text that is signed.
  public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }
}

extension Digest {
  /// Reads 44 letters of base64; nil for anything else.
  init?(base64: String) {
    guard let bytes = Base64.decode(Array(base64.utf8)), bytes.count == Self.byteCount else { return nil }
    self = bytes.withUnsafeBytes(Digest.init(bytes:))
  }

  var base64: String { withBytes(Base64.text) }
}

/// What a checkpoint is about: a URL without its scheme, the same as the name of the key that signs it.
public struct Origin: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  /// Takes a URL without scheme; nil where it cannot be a key's name, or has a scheme.
  public init?(_ text: String) {
    guard NoteName.isValid(text), !text.contains("://"), text.utf8.count <= 255 else { return nil }
    self.text = text
  }

  /// The default origin of an archive: under a domain that nobody can own, so that it claims no address
  /// on the net (RFC 2606), and with the archive's id, so that no other archive has it.
  public static func standard(of archive: ArchiveID) -> Origin {
    guard let origin = Origin("bnus-replay.invalid/\(archive.hex)") else {
      preconditionFailure("an archive's id is made of hexadecimal digits")
    }
    return origin
  }

  /// The archive that it names: a part of the path that is an archive's id; nil where there is none.
  public var archive: ArchiveID? {
    text.split(separator: "/").dropFirst().lazy.compactMap { ArchiveID(hex: String($0)) }.first
  }

  public var description: String { text }
}

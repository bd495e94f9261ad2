public import EventModel

/// What a checkpoint speaks of: a URL without its scheme, the same as the name of the key that signs it.
public struct Origin: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  /// Takes a URL without scheme; nil where it could be no key's name, or has a scheme.
  public init?(_ text: String) {
    guard NoteName.isValid(text), !text.contains("://"), text.utf8.count <= 255 else { return nil }
    self.text = text
  }

  /// The origin of an archive that is given none: under a domain that nobody can own, so that it claims no address
  /// on the net (RFC 2606), and with the archive's id, so that no other archive has it.
  public static func standard(of archive: ArchiveID) -> Origin {
    guard let origin = Origin("bnus-replay.invalid/\(archive.hex)") else {
      preconditionFailure("an archive's id is made of hexadecimal digits")
    }
    return origin
  }

  /// The archive that it names: a part of the path that is an archive's id; nil where it names none.
  public var archive: ArchiveID? {
    text.split(separator: "/").dropFirst().lazy.compactMap { ArchiveID(hex: String($0)) }.first
  }

  public var description: String { text }
}

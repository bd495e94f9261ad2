import EventModel

/// The version of everything an archive holds; an archive of a later one is refused.
public enum ArchiveFormat {
  /// The newest format that this program reads and writes.
  public static let version = 2
  /// The format of a new archive; the first event that an older program could not read raises it.
  static let first = 1

  /// The value of the key `check`: SHA-256 of the archive's id and its time of creation, as stored.
  static func check(id: [UInt8], createdAt: [UInt8]) -> [UInt8] {
    (id + createdAt).withUnsafeBytes(Digest.sha256).withBytes { Array($0) }
  }

  /// Keys of the `meta` database.
  enum MetaKey {
    /// 4 bytes, big-endian.
    static let formatVersion = Array("format".utf8)
    /// 16 bytes.
    static let archiveID = Array("archive_id".utf8)
    /// 8 bytes, big-endian, microseconds since 1970.
    static let createdAt = Array("created_at".utf8)
    /// SHA-256 of the values of archive_id and created_at.
    static let check = Array("check".utf8)
  }
}

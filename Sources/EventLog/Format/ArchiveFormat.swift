/// The version of everything an archive holds; an archive of a later one is refused.
public enum ArchiveFormat {
  /// The format that this program writes and the newest it reads.
  public static let version = 1

  /// Keys of the `meta` database.
  enum MetaKey {
    /// 4 bytes, big-endian.
    static let formatVersion = Array("format".utf8)
    /// 16 bytes.
    static let archiveID = Array("archive_id".utf8)
    /// 8 bytes, big-endian, microseconds since 1970.
    static let createdAt = Array("created_at".utf8)
  }
}

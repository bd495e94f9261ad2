public import EventModel

/// Sizes and counts of an archive.
public struct LogStatistics: Sendable {
  /// What the log holds of one endpoint.
  public struct Endpoint: Sendable, Hashable {
    /// Empty for the events of runs themselves.
    public let endpoint: String
    public internal(set) var events: UInt64 = 0
    /// The bodies' own bytes.
    public internal(set) var bodyBytes: UInt64 = 0
    /// The bytes their records take.
    public internal(set) var storedBytes: UInt64 = 0
  }

  /// What one LMDB database takes.
  public struct Database: Sendable, Hashable {
    public let name: String
    public let entries: UInt64
    public let pages: UInt64
  }

  /// In the order of their names.
  public let endpoints: [Endpoint]
  public let databases: [Database]
  public let eventsByKind: [EventKind: UInt64]
  /// How many bytes a page has.
  public let pageBytes: Int
  /// How many bytes the data file takes on disk.
  public let fileBytes: UInt64
}

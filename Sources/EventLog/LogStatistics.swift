import CLMDB
public import EventModel
import Platform
import SystemPackage

/// Sizes and counts of an archive.
public struct LogStatistics: Sendable {
  /// What the log holds of one endpoint.
  public struct Endpoint: Sendable, Hashable {
    /// The path; empty for the events of runs themselves.
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

extension Snapshot {
  /// Sizes and counts; walks all headers, decodes no body.
  public func statistics() throws(EventLogError) -> LogStatistics {
    var endpoints: [String: LogStatistics.Endpoint] = [:]
    var kinds: [EventKind: UInt64] = [:]
    var sequence: UInt64 = 0
    while sequence < lastSequence {
      sequence +|= 1
      let header = try header(of: sequence)
      let record = try view.value(view.databases.bodies, number: sequence)
      var endpoint = endpoints[header.endpoint] ?? LogStatistics.Endpoint(endpoint: header.endpoint)
      endpoint.events +|= 1
      endpoint.bodyBytes +|= header.bodyBytes
      endpoint.storedBytes +|= UInt64(record?.count ?? 0)
      endpoints[header.endpoint] = endpoint
      kinds[header.kind, default: 0] +|= 1
    }
    var databases: [LogStatistics.Database] = []
    for (name, handle) in view.databases.named {
      try view.pages.requireWhole(view.pages.tree(handle))
      let (entries, pages) = view.size(handle)
      databases.append(LogStatistics.Database(name: "\(name)", entries: entries, pages: pages))
    }
    let (pageBytes, fileBytes) = try fileSize()
    return LogStatistics(
      endpoints: endpoints.values.sorted { $0.endpoint < $1.endpoint }, databases: databases,
      eventsByKind: kinds, pageBytes: pageBytes, fileBytes: fileBytes)
  }

  private func fileSize() throws(EventLogError) -> (pageBytes: Int, fileBytes: UInt64) {
    let path = "\(view.path)/\(ArchiveFiles.data)"
    let status = try SystemError.check("look at", path) { () throws(Errno) in try FileStatus.of(path) }
    return (view.pages.mapping.pageBytes, status.allocatedBytes)
  }
}

import CLMDB
import EventModel
import Glibc

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
    var file = stat()
    let path = "\(view.path)/\(ArchiveFiles.data)"
    try SystemError.check(stat(path, &file), "look at", path)
    return (view.pages.mapping.pageBytes, UInt64(clamping: file.st_blocks) *| 512)
  }
}

public import EventLog
import EventModel
import JSONView

/// How the shape of the API's responses changed over the archive.
public struct Drift: Sendable {
  /// By endpoint, in bytewise order of their paths.
  public let endpoints: [EndpointShapes]
  /// Events that could not be read; their content is not in the shapes.
  public let unreadable: [UnreadableEvent]
  /// The last event that was read.
  public let through: UInt64

  /// Reads the successful responses of the log.
  ///
  /// Memory follows the number of different fields; the bodies are read once.
  ///
  /// - Parameters:
  ///   - through: the last event to read.
  ///   - endpoint: the path of the only endpoint to read; all where nil.
  public static func read(
    _ log: EventLog, through: UInt64, endpoint: String? = nil, progress: AuditProgress.Observer = { _ in }
  ) throws -> Drift {
    var walk = try LogWalk(log, through: through)
    var scanner = TapeScanner()
    var folds: [String: ShapeFold] = [:]
    let sequences = try endpoint.map { endpoint in
      try log.read { (snapshot: borrowing Snapshot) in
        try snapshot.sequences(endpoint: endpoint, through: through)
      }
    }
    func take(_ header: EventHeader, _ body: BodyBuffer?) {
      guard let body else { return }
      let fold = folds[header.endpoint] ?? ShapeFold(endpoint: header.endpoint)
      folds[header.endpoint] = fold
      body.withBytes { fold.take(header, $0, with: &scanner) }
    }
    if let sequences {
      try walk.visit(sequences, wants: { $0.isSuccess }, progress: progress, use: take)
    } else if through > 0 {
      try walk.visit(1...through, wants: { $0.isSuccess }, progress: progress, use: take)
    }
    let endpoints = folds.values.compactMap(\.shapes).sorted { $0.endpoint < $1.endpoint }
    return Drift(endpoints: endpoints, unreadable: walk.unreadable, through: through)
  }

  /// The changes that events after `sequence` showed first, with their endpoints.
  public func changes(after sequence: UInt64) -> [(endpoint: String, change: ShapeChange)] {
    endpoints.flatMap { endpoint in
      endpoint.changes.filter { $0.sequence > sequence }.map { (endpoint.endpoint, $0) }
    }
  }
}

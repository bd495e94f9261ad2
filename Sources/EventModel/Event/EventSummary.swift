/// The few fields of a header by which one response is chosen among many, read at a sixth of the cost of the whole
/// header.
public struct EventSummary: Sendable, Hashable {
  public let sequence: UInt64
  public let kind: EventKind
  /// The HTTP status, 0 for none.
  public let status: UInt16
  public let flags: EventFlags
  /// When the response had arrived.
  public let observedAt: Timestamp
  /// The canonical query.
  public let query: String

  /// A response with a status from 200 to 299.
  public var isSuccess: Bool { kind == .response && (200...299).contains(status) }

  /// Whether this was observed before another event; of two observed at once the one appended first.
  public func isOlder(than other: EventSummary) -> Bool {
    (observedAt, sequence) < (other.observedAt, other.sequence)
  }
}

extension EventSummary {
  /// The summary of a header with these facts; nil where the query is not UTF-8.
  package init?(_ facts: HeaderFacts, of sequence: UInt64) {
    guard let query = String(validating: facts.query, as: UTF8.self) else { return nil }
    self.sequence = sequence
    kind = facts.kind
    status = facts.status
    flags = facts.flags
    observedAt = facts.observedAt
    self.query = query
  }
}

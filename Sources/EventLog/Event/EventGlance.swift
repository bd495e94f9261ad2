/// The few facts by which one answer is chosen out of many, read without the rest of a header:
/// a sixth of what the whole header costs.
public struct EventGlance: Sendable, Hashable {
  public let sequence: UInt64
  public let kind: EventKind
  /// The HTTP status, 0 for none.
  public let status: UInt16
  public let flags: EventFlags
  /// When the answer was there.
  public let observedAt: Timestamp
  /// The canonical query.
  public let query: String

  /// An answer with a status from 200 to 299.
  public var isSuccess: Bool { kind == .response && (200...299).contains(status) }

  /// Whether this was observed before another event; of two observed at once the one appended first.
  public func isOlder(than other: EventGlance) -> Bool {
    (observedAt, sequence) < (other.observedAt, other.sequence)
  }
}

extension Snapshot {
  /// A glance at an event's header, which is held to its leaf in the tree.
  public func glance(at sequence: UInt64) throws(EventLogError) -> EventGlance {
    let facts = try facts(of: sequence)
    guard let query = String(validating: facts.query, as: UTF8.self) else {
      throw .damaged(sequence: sequence, what: "query is not UTF-8")
    }
    return EventGlance(
      sequence: sequence, kind: facts.kind, status: facts.status, flags: facts.flags,
      observedAt: facts.observedAt, query: query)
  }
}

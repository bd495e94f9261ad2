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

extension EventGlance {
  /// A glance at the header that has these facts, when they were read off its front.
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

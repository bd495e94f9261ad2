/// What the log keeps about a run, updated by every append.
public struct RunRecord: Sendable, Hashable {
  public var id: RunID
  public var firstSequence: UInt64
  public var lastSequence: UInt64
  /// Events of any kind.
  public var events: UInt64
  public var firstObservedAt: Timestamp
  public var lastObservedAt: Timestamp
  /// Responses of any status.
  public var responses: UInt64
  /// Requests without a response, and responses with a status other than 2xx.
  public var failures: UInt64
  public var startSequence: UInt64?
  public var endSequence: UInt64?
  /// Whether any of its events was imported from a file.
  public var imported: Bool

  /// The record of a run that so far has this one event.
  package init(first header: EventHeader) {
    self.init(header.run, at: header.sequence, header.observedAt)
    add(header)
  }

  /// The record of a run that so far has this one event.
  package init(_ id: RunID, first facts: HeaderFacts, at sequence: UInt64) {
    self.init(id, at: sequence, facts.observedAt)
    add(facts, at: sequence)
  }

  private init(_ id: RunID, at sequence: UInt64, _ observedAt: Timestamp) {
    self.init(
      id: id, firstSequence: sequence, lastSequence: sequence, events: 0, firstObservedAt: observedAt,
      lastObservedAt: observedAt, responses: 0, failures: 0, startSequence: nil, endSequence: nil,
      imported: false)
  }

  package init(
    id: RunID, firstSequence: UInt64, lastSequence: UInt64, events: UInt64, firstObservedAt: Timestamp,
    lastObservedAt: Timestamp, responses: UInt64, failures: UInt64, startSequence: UInt64?,
    endSequence: UInt64?,
    imported: Bool
  ) {
    self.id = id
    self.firstSequence = firstSequence
    self.lastSequence = lastSequence
    self.events = events
    self.firstObservedAt = firstObservedAt
    self.lastObservedAt = lastObservedAt
    self.responses = responses
    self.failures = failures
    self.startSequence = startSequence
    self.endSequence = endSequence
    self.imported = imported
  }

  /// Whether it holds only annotations, so that it is not a run in its own right.
  public var isAnnotation: Bool {
    events > 0 && responses == 0 && failures == 0 && startSequence == nil && endSequence == nil
  }

  /// Takes the run's next event into account.
  package mutating func add(_ header: EventHeader) {
    add(header.kind, header.isFailure, header.observedAt, header.flags, at: header.sequence)
  }

  /// Takes the run's next event into account.
  package mutating func add(_ facts: HeaderFacts, at sequence: UInt64) {
    add(facts.kind, facts.isFailure, facts.observedAt, facts.flags, at: sequence)
  }

  private mutating func add(
    _ kind: EventKind, _ isFailure: Bool, _ observedAt: Timestamp, _ flags: EventFlags, at sequence: UInt64
  ) {
    lastSequence = sequence
    events +|= 1
    firstObservedAt = min(firstObservedAt, observedAt)
    lastObservedAt = max(lastObservedAt, observedAt)
    if kind == .response { responses +|= 1 }
    if isFailure { failures +|= 1 }
    if kind == .runStart { startSequence = startSequence ?? sequence }
    if kind == .runEnd { endSequence = sequence }
    if flags.contains(.imported) { imported = true }
  }
}

extension RunRecord {
  /// How far ahead of this machine's clock a run may be dated without counting as in the future.
  public static let clockSlackMicroseconds: Int64 = 600_000_000

  /// Whether the run is dated in the future: by a wrong clock, or in the file that it was imported from.
  public func isAhead(of now: Timestamp) -> Bool {
    let (limit, overflow) = now.microseconds.addingReportingOverflow(Self.clockSlackMicroseconds)
    return !overflow && lastObservedAt.microseconds > limit
  }
}

extension Sequence<RunRecord> {
  /// The run that `latest` names: of those that are not dated in the future the one observed last, of several observed
  /// at once the one stored last. Where all are dated in the future it is the first of them to come.
  ///
  /// Every command and playback use this one definition. The caller removes runs that are left out beforehand.
  public func latest(at now: Timestamp) -> RunRecord? {
    let past = filter { !$0.isAhead(of: now) }
    func isBefore(_ left: RunRecord, _ right: RunRecord) -> Bool {
      (left.lastObservedAt, left.lastSequence) < (right.lastObservedAt, right.lastSequence)
    }
    return past.max(by: isBefore) ?? self.min(by: isBefore)
  }
}

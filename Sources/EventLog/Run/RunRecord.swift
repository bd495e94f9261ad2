/// What the log keeps about a run, brought up to date by every append.
public struct RunRecord: Sendable, Hashable {
  public var id: RunID
  public var firstSequence: UInt64
  public var lastSequence: UInt64
  /// Events of any kind.
  public var events: UInt64
  public var firstObservedAt: Timestamp
  public var lastObservedAt: Timestamp
  /// Answers of any status.
  public var responses: UInt64
  /// Events without an answer, and answers with a status other than 2xx.
  public var failures: UInt64
  public var startSequence: UInt64?
  public var endSequence: UInt64?
  /// True when any of its events came from a file.
  public var imported: Bool

  /// The record of a run that so far has this one event.
  init(first header: EventHeader) {
    id = header.run
    firstSequence = header.sequence
    lastSequence = header.sequence
    events = 0
    firstObservedAt = header.observedAt
    lastObservedAt = header.observedAt
    responses = 0
    failures = 0
    imported = false
    add(header)
  }

  init(
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

  /// It holds annotations and nothing else, so it is no run of its own right.
  public var isAnnotation: Bool {
    events > 0 && responses == 0 && failures == 0 && startSequence == nil && endSequence == nil
  }

  /// Takes the run's next event into account.
  mutating func add(_ header: EventHeader) {
    lastSequence = header.sequence
    events +|= 1
    firstObservedAt = min(firstObservedAt, header.observedAt)
    lastObservedAt = max(lastObservedAt, header.observedAt)
    if header.kind == .response { responses +|= 1 }
    if header.isFailure { failures +|= 1 }
    if header.kind == .runStart { startSequence = startSequence ?? header.sequence }
    if header.kind == .runEnd { endSequence = header.sequence }
    if header.flags.contains(.imported) { imported = true }
  }
}

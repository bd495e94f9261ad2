import EventModel

/// Where the log ends: its last sequence, and when that was appended.
struct LogEnd {
  let sequence: UInt64
  let appendedAt: Timestamp

  init(sequence: UInt64, appendedAt: Timestamp) {
    self.sequence = sequence
    self.appendedAt = appendedAt
  }

  init(_ view: TransactionView) throws(EventLogError) {
    sequence = try view.lastSequence()
    appendedAt =
      sequence == 0
      ? Timestamp(microseconds: .min) : try view.header(of: sequence, last: sequence).appendedAt
  }

  /// The time under which the next event is appended: never before the last one's, and a restored event's own where
  /// it takes the place it had.
  func appendedAt(for event: NewEvent, _ now: () -> Timestamp) -> Timestamp {
    if let kept = event.appendedAt, event.sequence == sequence +| 1, kept >= appendedAt { return kept }
    return max(now(), appendedAt)
  }
}

/// Recomputes everything an archive holds and reports what is not as it was written.
///
/// It goes on after damage. Reads only, beside writers; new events are for the next verification.
public struct LogVerifier {
  /// How far a verification is.
  public struct Progress: Sendable {
    public let eventsDone: UInt64
    public let events: UInt64
    public let bodyBytes: UInt64
    /// How many damages were found so far.
    public let damages: Int
  }

  private let log: EventLog
  private let damageLimit: Int

  /// A verification that lists at most `damageLimit` damages (and counts all).
  public init(_ log: EventLog, damageLimit: Int = 100) {
    precondition(damageLimit > 0, "the first damage is always listed")
    self.log = log
    self.damageLimit = damageLimit
  }

  /// Walks the whole log once, calling `progress` after every event. Throws when the log cannot be read at all.
  public func verify(progress: (Progress) throws -> Void = { _ in }) throws -> VerificationReport {
    try log.read { (snapshot: borrowing Snapshot) in
      try walk(snapshot, progress)
    }
  }

  private func walk(
    _ snapshot: borrowing Snapshot, _ progress: (Progress) throws -> Void
  ) throws -> VerificationReport {
    var report = VerificationReport(damageLimit: damageLimit)
    var headers = HeaderCheck()
    var bodies = BodyCheck()
    var indexes = IndexCheck()
    var runs = RunCheck()
    while report.events < snapshot.lastSequence {
      let sequence = report.events +| 1
      let header = try headers.check(sequence, snapshot, &report)
      try bodies.check(sequence, header, snapshot, &report)
      if let header {
        try indexes.check(header, snapshot.view, &report)
        runs.add(header)
      }
      report.events = sequence
      try progress(
        Progress(
          eventsDone: sequence, events: snapshot.lastSequence, bodyBytes: report.bodyBytes,
          damages: report.damageCount))
    }
    try headers.finish(snapshot, &report)
    try indexes.finish(snapshot, damagedHeaders: headers.damaged, &report)
    if headers.damaged == 0 {
      try runs.finish(snapshot, &report)
    }
    try EntryCheck().check(snapshot, &report)
    try PageCheck().check(snapshot, &report)
    return report
  }
}

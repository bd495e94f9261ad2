/// Recomputes everything an archive holds and reports what is not as it was written.
///
/// It continues after damage. It only reads, and may run beside a writer; new events are left to the next verification.
public struct LogVerifier {
  /// The progress of a verification.
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
        do throws(EventLogError) {
          try indexes.check(header, snapshot.view, &report)
        } catch .damagedArchive(_, let what) {
          report.add(Damage(sequence, .index, what))
        }
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
    try checkPages(snapshot, &report)
    return report
  }

  private func checkPages(
    _ snapshot: borrowing Snapshot, _ report: inout VerificationReport
  ) throws(EventLogError) {
    let pages = snapshot.view.pages
    var check = try PageCheck(pages)
    let metas = try MetaPage.pair(in: snapshot.view.path)
    // A writer may have committed since this read began; then the meta pages are of another state of the log.
    if metas.allSatisfy({ $0.transaction <= pages.transaction }) {
      check.checkMetas(
        metas, fileBytes: try LMDBEnvironment.fileBytes(snapshot.view.path), forAppending: false)
    }
    try check.checkUse(of: snapshot.view.databases)
    for finding in check.findings { report.add(Damage(nil, .index, finding)) }
  }
}

import BinanceUS
public import EventLog
import EventModel
import JSONView

/// What was asked of the exchange, and how far its answers reach.
public struct Coverage: Sendable {
  /// The last event looked at.
  public let through: UInt64
  /// Symbols in the order in which they were first seen.
  public let symbols: [SymbolCoverage]
  /// The endpoints that only some accounts have.
  public let sources: [SourceCoverage]
  /// What is known to be missing.
  public let gaps: [CoverageGap]
  /// Symbols of coins that are or were held, which nobody ever asked for.
  public let neverAskedThoughHeld: [String]
  public let unreadable: [UnreadableEvent]

  /// Folds the whole log; what `sync` kept of it is not looked at.
  public static func read(_ log: EventLog, progress: AuditProgress.Observer = { _ in }) throws -> Coverage {
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    var walk = try LogWalk(log)
    var fold = CoverageFold()
    try walk.visit(
      (1..<last +| 1), wants: CoverageFold.wantsBody, progress: progress
    ) { header, body in
      let value = header.isSuccess ? body.flatMap { $0.json } : nil
      if let body {
        body.withBytes { fold.take(header, $0, value: value) }
      } else {
        fold.take(header, UnsafeRawBufferPointer(start: nil, count: 0), value: nil)
      }
    }
    return fold.coverage(through: last, unreadable: walk.unreadable)
  }
}

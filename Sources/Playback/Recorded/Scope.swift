import EventLog
import EventModel

/// The events that count: up to a point of the log, or those of one run up to it, without the runs that are left out.
struct Scope: Sendable {
  let through: UInt64
  let run: RunRecord?
  let omitted: Omissions

  var first: UInt64 { run?.firstSequence ?? 1 }
  var last: UInt64 { min(through, run?.lastSequence ?? through) }

  /// Whether an event between `first` and `last` counts: runs may lie among one another.
  func holds(_ sequence: UInt64, in snapshot: borrowing Snapshot) throws(EventLogError) -> Bool {
    if run == nil, omitted.isEmpty { return true }
    return holds(try snapshot.header(of: sequence).run)
  }

  /// Whether the events of a run count.
  func holds(_ id: RunID) -> Bool { (run.map { $0.id == id } ?? true) && !omitted.contains(id) }

  /// Of these events, the answers that count.
  func answers(
    _ sequences: [UInt64], in snapshot: borrowing Snapshot
  ) throws(EventLogError) -> [EventGlance] {
    var found: [EventGlance] = []
    for sequence in sequences where try holds(sequence, in: snapshot) {
      let glance = try snapshot.glance(at: sequence)
      if glance.kind == .response { found.append(glance) }
    }
    return found
  }
}

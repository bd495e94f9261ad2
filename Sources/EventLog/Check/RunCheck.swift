import EventModel

/// Recomputes the record of every run.
struct RunCheck {
  private var records: [RunID: RunRecord] = [:]

  mutating func add(_ header: EventHeader) {
    if records[header.run]?.add(header) == nil {
      records[header.run] = RunRecord(first: header)
    }
  }

  /// Compares what was recomputed with what is stored.
  func finish(_ snapshot: borrowing Snapshot, _ report: inout VerificationReport) throws(EventLogError) {
    var stored: [RunID: RunRecord] = [:]
    do throws(EventLogError) {
      for record in try snapshot.storedRuns() { stored[record.id] = record }
    } catch .damagedArchive(_, let what) {
      report.add(Damage(nil, .run, what))
      return
    }
    for (id, record) in records where stored[id] != record {
      let what = stored[id] == nil ? "is missing" : "differs from its events"
      report.add(Damage(record.firstSequence, .run, "the record of its run \(id) \(what)"))
    }
    for id in stored.keys where records[id] == nil {
      report.add(Damage(nil, .run, "there is a record of run \(id), which has no events"))
    }
  }
}

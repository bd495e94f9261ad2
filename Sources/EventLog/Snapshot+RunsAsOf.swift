extension Snapshot {
  /// The runs that have events between two sequences, each as it stood at the later one.
  public func runs(
    from first: UInt64, through last: UInt64
  ) throws(EventLogError) -> [RunRecord] {
    var found: [RunRecord] = []
    let isShort = last < first || last -| first < Self.shortStretch
    for run in isShort ? try runs(ofEventsFrom: first, through: last) : try runs()
    where run.lastSequence >= first && run.firstSequence <= last && !run.isAnnotation {
      found.append(run.lastSequence <= last ? run : try recount(run, through: last))
    }
    return found
  }

  /// Up to here, looking at the events costs less than looking at every run of a log of years.
  private static let shortStretch: UInt64 = 1024

  /// The runs of some events, in the order of their ids.
  private func runs(
    ofEventsFrom first: UInt64, through last: UInt64
  ) throws(EventLogError) -> [RunRecord] {
    var ids: Set<RunID> = []
    var sequence = max(1, first)
    while sequence <= last {
      ids.insert(try header(of: sequence).run)
      sequence +|= 1
    }
    var records: [RunRecord] = []
    for id in ids.sorted() {
      guard let record = try run(id) else {
        throw .damagedArchive(path: view.path, what: "run \(id) has events and no record")
      }
      records.append(record)
    }
    return records
  }

  /// A run that goes on behind `last`, without what comes there.
  private func recount(
    _ run: RunRecord, through last: UInt64
  ) throws(EventLogError) -> RunRecord {
    var record = RunRecord(first: try header(of: run.firstSequence))
    guard run.firstSequence < last else { return record }
    for sequence in run.firstSequence +| 1...last {
      let header = try header(of: sequence)
      if header.run == run.id { record.add(header) }
    }
    return record
  }
}

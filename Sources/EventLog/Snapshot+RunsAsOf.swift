extension Snapshot {
  /// The runs that have events between two sequences, each as it stood at the later one.
  public func runs(
    from first: UInt64, through last: UInt64
  ) throws(EventLogError) -> [RunRecord] {
    var found: [RunRecord] = []
    for run in try runs() where run.lastSequence >= first && run.firstSequence <= last {
      found.append(run.lastSequence <= last ? run : try recount(run, through: last))
    }
    return found
  }

  /// A run that goes on behind `last`, without what comes there.
  private func recount(
    _ run: RunRecord, through last: UInt64
  ) throws(EventLogError) -> RunRecord {
    var record = RunRecord(first: try header(of: run.firstSequence))
    guard run.firstSequence < last else { return record }
    for sequence in run.firstSequence + 1...last {
      let header = try header(of: sequence)
      if header.run == run.id { record.add(header) }
    }
    return record
  }
}

extension Snapshot {
  /// Every run in the order of their ids, but for annotations, each the same as its events give.
  public func countedRuns() throws(EventLogError) -> [RunRecord] {
    try census(of: nil, from: 1, through: lastSequence)
  }

  /// The runs that have events between two sequences, each as it stood at the later one, and as its events give it;
  /// the index by endpoint is held to the same events.
  public func runs(
    from first: UInt64, through last: UInt64
  ) throws(EventLogError) -> [RunRecord] {
    var ids: Set<RunID> = []
    var start = first
    try forEachEvent(from: max(1, first), through: last) { _, facts, id throws(EventLogError) in
      if ids.insert(id).inserted, let record = try view.run(id) { start = min(start, record.firstSequence) }
    }
    return try census(of: ids, from: max(1, start), through: last)
  }

  /// A run's record, the same as its events give.
  func counted(_ run: RunRecord) throws(EventLogError) -> RunRecord {
    let counted = try census(of: [run.id], from: run.firstSequence, through: run.lastSequence)
    guard let record = counted.first, record == run else { throw differs(run.id) }
    return record
  }

  /// The facts of an event, from its header, which is held to its leaf in the tree.
  func facts(of sequence: UInt64) throws(EventLogError) -> HeaderFacts {
    let bytes = try view.heldHeaderBytes(of: sequence, last: lastSequence)
    do throws(FormatError) {
      return try HeaderFacts(bytes)
    } catch {
      throw .damaged(sequence: sequence, what: error.what)
    }
  }

  /// Folds runs out of their events, and holds what is stored to it.
  ///
  /// - Parameters:
  ///   - ids: the runs; nil for all.
  ///   - first: where the first of them begins.
  private func census(
    of ids: Set<RunID>?, from first: UInt64, through last: UInt64
  ) throws(EventLogError) -> [RunRecord] {
    var records: [RunID: RunRecord] = [:]
    var endpoints: [(name: [UInt8], count: UInt64)] = []
    try forEachEvent(from: first, through: last) { sequence, facts, id throws(EventLogError) in
      if !facts.endpoint.isEmpty {
        if let place = endpoints.firstIndex(where: { facts.endpoint.isSame(as: $0.name) }) {
          endpoints[place].count += 1
        } else {
          endpoints.append((Array(facts.endpoint), 1))
        }
      }
      guard ids?.contains(id) ?? true else { return }
      if records[id]?.add(facts, at: sequence) == nil {
        records[id] = RunRecord(id, first: facts, at: sequence)
      }
    }
    for (name, count) in endpoints {
      let found = try indexed(name, from: first, through: last)
      guard found == count else {
        throw .damagedArchive(
          path: view.path,
          what: "the index by endpoint has \(found) events of \(String(decoding: name, as: UTF8.self))"
            + " from \(first) to \(last), the log has \(count)")
      }
    }
    for (id, record) in records {
      guard let stored = try view.run(id), stored == record || stored.lastSequence > last else {
        throw differs(id)
      }
    }
    if ids == nil, view.size(view.databases.runs).entries != UInt64(records.count) {
      throw .damagedArchive(path: view.path, what: "there are records of runs that have no events")
    }
    return records.values.filter { !$0.isAnnotation }.sorted { $0.id < $1.id }
  }

  /// How many events of an endpoint its index has.
  private func indexed(_ endpoint: [UInt8], from first: UInt64, through last: UInt64) throws(EventLogError)
    -> UInt64
  {
    var cursor = try view.cursor(view.databases.byEndpoint)
    var count: UInt64 = 0
    let end = endpoint + [0] + LogKey.sequence(last)
    var entry = try cursor.seek(endpoint + [0] + LogKey.sequence(first))
    while let (key, _) = entry, !end.lexicographicallyPrecedes(key) {
      count += 1
      entry = try cursor.next()
    }
    return count
  }

  private func differs(_ id: RunID) -> EventLogError {
    .damagedArchive(path: view.path, what: "the record of run \(id) is not what its events give")
  }

  /// Goes over events by the facts in their headers, each held to its leaf in the tree.
  private func forEachEvent(
    from first: UInt64, through last: UInt64,
    _ use: (UInt64, HeaderFacts, RunID) throws(EventLogError) -> Void
  ) throws(EventLogError) {
    // Most events are of the run of the one before.
    var (name, id): ([UInt8], RunID?) = ([], nil)
    var sequence = first
    while sequence <= last {
      let facts = try facts(of: sequence)
      if id == nil || !facts.run.isSame(as: name) {
        name = Array(facts.run)
        id = RunID(String(decoding: name, as: UTF8.self))
      }
      guard let id else { throw .damaged(sequence: sequence, what: "its run id is not one") }
      try use(sequence, facts, id)
      sequence += 1
    }
  }
}

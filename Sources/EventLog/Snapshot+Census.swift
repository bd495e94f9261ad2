public import EventModel

extension Snapshot {
  /// Every run in the order of their ids, without annotations, each verified against its events.
  public func countedRuns() throws(EventLogError) -> [RunRecord] {
    let records = try census(from: 1, through: lastSequence).values
    guard view.size(view.databases.runs).entries == UInt64(records.count) else {
      throw .damagedArchive(path: view.path, what: "there are records of runs that have no events")
    }
    return records.filter { !$0.isAnnotation }.sorted { $0.id < $1.id }
  }

  /// The runs that have events between two sequences, each as it was at the later one, counted from its events; the
  /// index by endpoint is verified against the same events.
  public func runs(
    from first: UInt64, through last: UInt64
  ) throws(EventLogError) -> [RunRecord] {
    let first = max(1, first)
    var records = try census(from: first, through: last)
    // What began before is counted from where it began.
    var start = first
    for id in records.keys {
      guard let stored = try view.run(id) else { throw differs(id) }
      start = min(start, stored.firstSequence)
    }
    if start < first {
      let ids = Set(records.keys)
      records = try census(from: max(1, start), through: last).filter { ids.contains($0.key) }
    }
    return records.values.filter { !$0.isAnnotation }.sorted { $0.id < $1.id }
  }

  /// A run's record, verified against its events.
  func counted(_ run: RunRecord) throws(EventLogError) -> RunRecord {
    let counted = try census(from: run.firstSequence, through: run.lastSequence)
    guard let record = counted[run.id], record == run else { throw differs(run.id) }
    return record
  }

  /// The facts of an event, from its header, which is verified against its leaf in the tree.
  func facts(of sequence: UInt64) throws(EventLogError) -> HeaderFacts {
    try view.facts(try view.verifiedHeaderBytes(of: sequence, last: lastSequence), of: sequence)
  }

  /// The facts of an event, from its unverified header: for what is itself verified against them.
  func storedFacts(of sequence: UInt64) throws(EventLogError) -> HeaderFacts {
    try view.facts(try view.headerBytes(of: sequence, last: lastSequence), of: sequence)
  }

  /// Counts runs from the events between two sequences, and verifies the stored records of runs that lie between them,
  /// and the index by endpoint, against the result.
  private func census(from first: UInt64, through last: UInt64) throws(EventLogError) -> [RunID: RunRecord] {
    var census = Census()
    var sequence = first
    while sequence <= last {
      guard census.add(try facts(of: sequence), at: sequence) else {
        throw .damaged(sequence: sequence, what: "its run id is not one")
      }
      sequence +|= 1
    }
    let (records, endpoints) = census.finish()
    for endpoint in endpoints {
      let found = try indexed(endpoint.name, from: first, through: last)
      guard found == endpoint.events else {
        throw .damagedArchive(
          path: view.path,
          what:
            "the index by endpoint has \(found) events of \(String(decoding: endpoint.name, as: UTF8.self))"
            + " from \(first) to \(last), the log has \(endpoint.events)")
      }
    }
    for (id, record) in records {
      guard let stored = try view.run(id),
        stored == record || stored.lastSequence > last || stored.firstSequence < first
      else { throw differs(id) }
    }
    return records
  }

  /// How many events of an endpoint its index has.
  private func indexed(_ endpoint: [UInt8], from first: UInt64, through last: UInt64) throws(EventLogError)
    -> UInt64
  {
    var cursor = try view.cursor(view.databases.byEndpoint)
    let prefix = endpoint + [0]
    var count: UInt64 = 0
    var entry = try cursor.seek(prefix + LogKey.sequence(first))
    while let (key, _) = entry, key.count == prefix.count + 8, key.begins(with: prefix),
      let sequence = LogKey.trailingSequence(key), sequence <= last
    {
      count +|= 1
      entry = try cursor.next()
    }
    return count
  }

  private func differs(_ id: RunID) -> EventLogError {
    .damagedArchive(path: view.path, what: "the record of run \(id) is not what its events give")
  }
}

/// Counts events by their run and by their endpoint.
private struct Census {
  typealias Endpoint = (name: [UInt8], events: UInt64)

  private var records: [RunID: RunRecord] = [:]
  private var endpoints: [Endpoint] = []
  /// Most events are of the run and the endpoint of the one before, whose record is kept here.
  private var run: (name: [UInt8], record: RunRecord)?
  private var endpoint = 0

  /// Counts an event; false where its run id is not valid.
  mutating func add(_ facts: HeaderFacts, at sequence: UInt64) -> Bool {
    if !facts.endpoint.isEmpty { count(facts.endpoint) }
    if let run, facts.run.isSame(as: run.name) {
      self.run?.record.add(facts, at: sequence)
      return true
    }
    keepRun()
    guard let id = RunID(String(decoding: facts.run, as: UTF8.self)) else { return false }
    var record = records[id]
    if record?.add(facts, at: sequence) == nil { record = RunRecord(id, first: facts, at: sequence) }
    run = record.map { (Array(facts.run), $0) }
    return true
  }

  mutating func finish() -> (runs: [RunID: RunRecord], endpoints: [Endpoint]) {
    keepRun()
    return (records, endpoints)
  }

  private mutating func keepRun() {
    if let run { records[run.record.id] = run.record }
    run = nil
  }

  private mutating func count(_ name: UnsafeRawBufferPointer) {
    if endpoint >= endpoints.count || !name.isSame(as: endpoints[endpoint].name) {
      endpoint = endpoints.firstIndex { name.isSame(as: $0.name) } ?? endpoints.count
      if endpoint == endpoints.count { endpoints.append((Array(name), 0)) }
    }
    endpoints[endpoint].events +|= 1
  }
}

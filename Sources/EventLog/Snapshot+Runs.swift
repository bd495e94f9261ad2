public import EventModel

extension Snapshot {
  /// Every run, in the order of their ids, each verified against the events that it names, and all against the number
  /// of events. Annotations, which have run ids too, are not runs.
  ///
  /// The numbers of responses and failures are unverified: see `countedRuns`.
  public func runs() throws(EventLogError) -> [RunRecord] {
    let records = try runs(startingWith: []) { _ in true }
    guard records.reduce(0, { $0 &+ $1.events }) == lastSequence else {
      // The first that differs from its events is named.
      return try countedRuns()
    }
    return records.filter { !$0.isAnnotation }
  }

  /// The runs whose id starts with `idPrefix`, in the order of their ids, each verified against the events that it
  /// names.
  public func runs(idPrefix: String) throws(EventLogError) -> [RunRecord] {
    try runs(startingWith: Array(idPrefix.utf8)) { _ in true }
      .filter { !$0.isAnnotation }
  }

  /// The run of this id, or nil.
  public func run(_ id: RunID) throws(EventLogError) -> RunRecord? {
    let name = Array(id.text.utf8)
    return try runs(startingWith: name) { $0.count == name.count }.first
  }

  /// Whether there is a run for which this is true. Stops at the first one.
  public func hasRun(where isWanted: (RunRecord) -> Bool) throws(EventLogError) -> Bool {
    var cursor = try view.cursor(view.databases.runs)
    var entry = try cursor.first()
    while let (key, value) = entry {
      let record = try verified(key, value)
      if !record.isAnnotation, isWanted(record) { return true }
      entry = try cursor.next()
    }
    return false
  }

  /// The run that `latest` names at an event, as it was there; nil where there was none. Runs that are left out there
  /// are skipped.
  public func latestRun(
    through last: UInt64 = .max, at now: Timestamp = .now()
  ) throws(EventLogError) -> RunRecord? {
    let last = Swift.min(last, lastSequence)
    let omitted = try omissions(through: last)
    let runs = try last == lastSequence ? runs() : runs(from: 1, through: last)
    return runs.filter { !omitted.contains($0.id) }.latest(at: now)
  }

  /// Every run's record as stored, unverified.
  func storedRuns() throws(EventLogError) -> [RunRecord] {
    var cursor = try view.cursor(view.databases.runs)
    var records: [RunRecord] = []
    var entry = try cursor.first()
    while let (key, value) = entry {
      records.append(try view.runRecord(value, try runID(key)))
      entry = try cursor.next()
    }
    return records
  }

  private func runID(_ key: UnsafeRawBufferPointer) throws(EventLogError) -> RunID {
    guard let id = RunID(String(decoding: key, as: UTF8.self)) else {
      throw .damagedArchive(path: view.path, what: "a key of runs is not a run id")
    }
    return id
  }

  private func runs(
    startingWith first: [UInt8], where isWanted: (UnsafeRawBufferPointer) -> Bool
  ) throws(EventLogError) -> [RunRecord] {
    var cursor = try view.cursor(view.databases.runs)
    var records: [RunRecord] = []
    // LMDB knows no empty key: the beginning is the first entry.
    var entry = first.isEmpty ? try cursor.first() : try cursor.seek(first)
    let isNone = entry == nil
    while let (key, value) = entry, key.begins(with: first), isWanted(key) {
      records.append(try verified(key, value))
      entry = try cursor.next()
    }
    // A key that was altered in place is right beside these.
    if let (key, value) = entry { _ = try verified(key, value) }
    if !first.isEmpty, let (key, value) = isNone ? try cursor.last() : try cursor.before(first) {
      _ = try verified(key, value)
    }
    return records
  }

  /// A run's record, verified against the events that it names. One that was observed out of order is counted anew.
  private func verified(
    _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
  ) throws(EventLogError) -> RunRecord {
    let id = try runID(key)
    let record = try view.runRecord(value, id)
    let named: [(sequence: UInt64?, kind: EventKind?)] = [
      (record.firstSequence, nil), (record.lastSequence, nil), (record.startSequence, .runStart),
      (record.endSequence, .runEnd),
    ]
    for (sequence, kind) in named {
      guard let sequence else { continue }
      guard sequence >= 1, sequence <= lastSequence else {
        throw .damagedArchive(
          path: view.path, what: "the record of run \(id) names event \(sequence), which is not there")
      }
      let facts = try storedFacts(of: sequence)
      guard facts.run.isSame(as: key), kind.map({ $0 == facts.kind }) ?? true else {
        throw .damaged(
          sequence: sequence, what: "the record of run \(id) names it, but its header disagrees")
      }
    }
    let first = try storedFacts(of: record.firstSequence)
    if first.observedAt == record.firstObservedAt, (first.kind == .annotation) == record.isAnnotation,
      try storedFacts(of: record.lastSequence).observedAt == record.lastObservedAt
    {
      return record
    }
    return try counted(record)
  }
}

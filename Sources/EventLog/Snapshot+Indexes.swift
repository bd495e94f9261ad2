public import EventModel

extension Snapshot {
  /// The events of an endpoint from `from` through `through`, ascending, of any kind; from the endpoint's index, each
  /// of whose entries is verified against the header that it leads to.
  public func sequences(
    endpoint: String, from: UInt64 = 1, through: UInt64 = .max
  ) throws(EventLogError) -> [UInt64] {
    guard !endpoint.isEmpty else { return [] }
    return try sequences(.byEndpoint, under: Array(endpoint.utf8) + [0], from: from, through: through)
  }

  /// The events of a request, ascending by sequence: the newest appended last. Sort by `observedAt` where the newest
  /// observed is meant.
  public func sequences(
    request: RequestKey, from: UInt64 = 1, through: UInt64 = .max
  ) throws(EventLogError) -> [UInt64] {
    let prefix = request.bytes.withBytes { Array($0) }
    return try sequences(.byRequest, under: prefix, from: from, through: through)
  }

  /// Every endpoint that was ever requested, in bytewise order, without that of annotations.
  public func endpoints() throws(EventLogError) -> [String] {
    let index = EventIndex.byEndpoint
    var cursor = try view.cursor(index.database(view.databases))
    var endpoints: [String] = []
    var entry = try cursor.first()
    while let (key, _) = entry {
      try verify(key, as: index)
      let name = Array(key.dropLast(9))
      // An endpoint holds no NUL: the next one comes after this one followed by a 1.
      entry = try cursor.seek(name + [1])
      if let (last, _) = entry == nil ? try cursor.last() : try cursor.previous() {
        try verify(last, as: index)
      }
      if !name.elementsEqual(Annotation.endpoint.utf8) {
        endpoints.append(String(decoding: name, as: UTF8.self))
      }
      entry = try cursor.seek(name + [1])
    }
    return endpoints
  }

  /// The event of this identity, or nil.
  public func sequence(run: RunID, ordinal: UInt32) throws(EventLogError) -> UInt64? {
    try view.sequence(run: run, ordinal: ordinal)
  }

  /// Lends the query of every event of an endpoint from `from` through `through`, ascending, of any kind. Costs less
  /// than `sequences` and a header for each.
  public func forEachQuery(
    endpoint: String, from: UInt64, through: UInt64,
    _ use: (_ sequence: UInt64, _ query: UnsafeRawBufferPointer) throws(EventLogError) -> Void
  ) throws(EventLogError) {
    guard !endpoint.isEmpty else { return }
    try forEachEntry(of: .byEndpoint, under: Array(endpoint.utf8) + [0], from: from, through: through) {
      key, sequence throws(EventLogError) in
      let facts = try facts(of: sequence)
      try verify(key, as: .byEndpoint, facts, of: sequence)
      try use(sequence, facts.query)
    }
  }

  private func sequences(
    _ index: EventIndex, under prefix: [UInt8], from: UInt64, through: UInt64
  ) throws(EventLogError) -> [UInt64] {
    var sequences: [UInt64] = []
    try forEachEntry(of: index, under: prefix, from: from, through: through) {
      key, sequence throws(EventLogError) in
      try verify(key, as: index)
      sequences.append(sequence)
    }
    return sequences
  }

  /// Lends the entries of an index whose keys begin with `prefix`; `use` verifies them against the events that they
  /// lead to.
  ///
  /// Every page on the way is checked, and lies between the keys of those above it: so an entry that was altered in
  /// place is right before these or right after them, and those two are verified here.
  private func forEachEntry(
    of index: EventIndex, under prefix: [UInt8], from: UInt64, through: UInt64,
    _ use: (UnsafeRawBufferPointer, UInt64) throws(EventLogError) -> Void
  ) throws(EventLogError) {
    guard from <= through else { return }
    var cursor = PageCursor(view.pages, view.pages.tree(index.database(view.databases)))
    var entry = try cursor.seek(prefix + LogKey.sequence(from))
    let isNone = entry == nil
    while let (key, _) = entry, key.count == prefix.count + 8, key.begins(with: prefix),
      let sequence = LogKey.trailingSequence(key), sequence <= through
    {
      try use(key, sequence)
      entry = try cursor.next()
    }
    if let (behind, _) = entry { try verify(behind, as: index) }
    let before = isNone ? try cursor.last() : try cursor.before(prefix + LogKey.sequence(from))
    if let (key, _) = before { try verify(key, as: index) }
  }

  /// Verifies a key of an index against the header of the event that it leads to.
  private func verify(_ key: UnsafeRawBufferPointer, as index: EventIndex) throws(EventLogError) {
    guard let sequence = LogKey.trailingSequence(key), (1...max(1, lastSequence)).contains(sequence) else {
      throw .damagedArchive(
        path: view.path, what: "the index \(index.name) leads to an event that is not there")
    }
    try verify(key, as: index, try storedFacts(of: sequence), of: sequence)
  }

  private func verify(
    _ key: UnsafeRawBufferPointer, as index: EventIndex, _ facts: HeaderFacts, of sequence: UInt64
  ) throws(EventLogError) {
    guard index.isKey(key, of: facts) else {
      throw .damaged(sequence: sequence, what: "the index \(index.name) leads to it from elsewhere")
    }
  }
}

/// An index from what an event is about to its sequence.
private enum EventIndex {
  case byEndpoint
  case byRequest

  var name: String { self == .byEndpoint ? "by endpoint" : "by request" }

  func database(_ databases: Databases) -> UInt32 {
    self == .byEndpoint ? databases.byEndpoint : databases.byRequest
  }

  /// Whether a key, except for the sequence at its end, is that of an event.
  func isKey(_ key: UnsafeRawBufferPointer, of facts: HeaderFacts) -> Bool {
    guard key.count > 8 else { return false }
    let about = UnsafeRawBufferPointer(rebasing: key[..<(key.count - 8)])
    switch self {
    case .byEndpoint:
      guard !facts.endpoint.isEmpty, about.count == facts.endpoint.count + 1, about[about.count - 1] == 0
      else {
        return false
      }
      return UnsafeRawBufferPointer(rebasing: about[..<(about.count - 1)]).isSame(as: facts.endpoint)
    case .byRequest:
      return !facts.endpoint.isEmpty && facts.requestKey.bytes.withBytes { $0.isSame(as: about) }
    }
  }
}

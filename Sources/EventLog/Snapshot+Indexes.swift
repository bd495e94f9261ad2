extension Snapshot {
  /// The events of an endpoint from `from` through `through`, ascending, of any kind; from the endpoint's index.
  public func sequences(
    endpoint: String, from: UInt64 = 1, through: UInt64 = .max
  ) throws(EventLogError) -> [UInt64] {
    guard !endpoint.isEmpty else { return [] }
    return try sequences(
      view.databases.byEndpoint, under: Array(endpoint.utf8) + [0], from: from, through: through)
  }

  /// The events that answer a request, ascending by sequence: the newest appended last. Sort by `observedAt` where
  /// the newest observed is meant.
  public func sequences(
    request: RequestKey, from: UInt64 = 1, through: UInt64 = .max
  ) throws(EventLogError) -> [UInt64] {
    let prefix = request.bytes.withBytes { Array($0) }
    return try sequences(view.databases.byRequest, under: prefix, from: from, through: through)
  }

  /// Every endpoint that was ever asked, in bytewise order; that of annotations is none.
  public func endpoints() throws(EventLogError) -> [String] {
    let cursor = try view.cursor(view.databases.byEndpoint)
    var endpoints: [String] = []
    var entry = try cursor.first()
    while let (key, _) = entry {
      guard key.count > 9, key[key.count - 9] == 0 else {
        throw .damagedArchive(path: view.path, what: "a key of by_endpoint is none")
      }
      let name = key[..<(key.count - 9)]
      if !name.elementsEqual(Annotation.endpoint.utf8) {
        endpoints.append(String(decoding: name, as: UTF8.self))
      }
      // An endpoint holds no NUL: the next one comes after this one with a 1 behind it.
      entry = try cursor.seek(Array(name) + [1])
    }
    return endpoints
  }

  /// The event of this identity, or nil.
  public func sequence(run: RunID, ordinal: UInt32) throws(EventLogError) -> UInt64? {
    try view.sequence(run: run, ordinal: ordinal)
  }

  private func sequences(
    _ database: UInt32, under prefix: [UInt8], from: UInt64, through: UInt64
  ) throws(EventLogError) -> [UInt64] {
    let cursor = try view.cursor(database)
    var sequences: [UInt64] = []
    var entry = try cursor.seek(prefix + LogKey.sequence(from))
    while let (key, _) = entry, key.count == prefix.count + 8, key.starts(with: prefix),
      let sequence = LogKey.trailingSequence(key), sequence <= through
    {
      sequences.append(sequence)
      entry = try cursor.next()
    }
    return sequences
  }
}

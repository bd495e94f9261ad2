import EventModel

/// The body that the next body of each endpoint is compressed against: its last 2xx body.
///
/// Keeps about 64 MiB of bodies; others are looked up in the log.
struct BaseBodies: ~Copyable {
  private var held: [String: (base: BodyEncoder.Base, used: UInt64)] = [:]
  private var bytes = 0
  private var clock: UInt64 = 0
  private var reader = BodyReader()

  private static let byteLimit = 64 << 20
  /// How many events of an endpoint are searched for one with a 2xx body.
  private static let searchLimit = 64

  /// The last 2xx body of an endpoint, or nil when there is none, or none near enough.
  mutating func base(of endpoint: String, _ view: TransactionView) throws(EventLogError) -> BodyEncoder.Base?
  {
    clock +|= 1
    if held[endpoint] != nil {
      held[endpoint]?.used = clock
      return held[endpoint]?.base
    }
    do throws(EventLogError) {
      guard let base = try load(endpoint, view) else { return nil }
      keep(base, of: endpoint)
      return base
    } catch .damaged {
      // The new body gets a frame of its own; old damage is reported by verify, and no reason to lose new events.
      return nil
    }
  }

  private mutating func load(_ endpoint: String, _ view: TransactionView) throws(EventLogError) -> BodyEncoder
    .Base?
  {
    guard let sequence = try lastSuccess(of: endpoint, view) else { return nil }
    let depth = try view.bodyRecord(of: sequence).depth
    let header = try view.header(of: sequence, last: sequence)
    let body = try reader.decode(sequence, endpoint: endpoint, view: view).withBytes { Array($0) }
    guard body.withUnsafeBytes(Digest.sha256) == header.bodyDigest else {
      throw .damaged(sequence: sequence, what: "its body does not match its header")
    }
    return BodyEncoder.Base(sequence: sequence, depth: depth, body: body)
  }

  /// Remembers an endpoint's newest 2xx body, dropping the least recently used ones.
  mutating func keep(_ base: BodyEncoder.Base, of endpoint: String) {
    drop(endpoint)
    clock +|= 1
    held[endpoint] = (base, clock)
    bytes += base.body.count
    while bytes > Self.byteLimit, held.count > 1, let oldest = held.min(by: { $0.value.used < $1.value.used })
    {
      drop(oldest.key)
    }
  }

  private mutating func drop(_ endpoint: String) {
    if let dropped = held.removeValue(forKey: endpoint) { bytes -= dropped.base.body.count }
  }

  private func lastSuccess(of endpoint: String, _ view: TransactionView) throws(EventLogError) -> UInt64? {
    var cursor = try view.cursor(view.databases.byEndpoint)
    let prefix = Array(endpoint.utf8) + [0]
    let last = try view.lastSequence()
    var entry =
      try cursor.seek(prefix + LogKey.sequence(.max)) == nil ? try cursor.last() : try cursor.previous()
    for _ in 0..<Self.searchLimit {
      guard let (key, _) = entry, key.count == prefix.count + 8, key.begins(with: prefix),
        let sequence = LogKey.trailingSequence(key)
      else { return nil }
      if try view.header(of: sequence, last: last).isSuccess { return sequence }
      entry = try cursor.previous()
    }
    return nil
  }
}

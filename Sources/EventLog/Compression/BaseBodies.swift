import EventModel

/// What the next body of each endpoint is compressed against: its last 2xx body.
///
/// Holds 64 MiB of bodies and a little more; what is not held is looked up in the log.
struct BaseBodies: ~Copyable {
  private var held: [String: (base: BodyEncoder.Base, used: UInt64)] = [:]
  private var bytes = 0
  private var clock: UInt64 = 0
  private var reader = BodyReader()

  private static let byteLimit = 64 << 20
  /// How many events of an endpoint are looked at for one with a 2xx body.
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
      // A new body stands alone then; old damage is for verify to report, not a reason to lose new events.
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
      throw .damaged(sequence: sequence, what: "its body is not the one that its header names")
    }
    return BodyEncoder.Base(sequence: sequence, depth: depth, body: body)
  }

  /// Remembers an endpoint's newest 2xx body; the least recently used are given up for it.
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

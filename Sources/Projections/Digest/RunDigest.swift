public import EventLog

/// What one run put into one table: how many rows, and a digest over them.
///
/// A digest is a tree along the key. Rows that share the first key column behind `run_id` (a
/// symbol, an asset, a coin) make a group: SHA-256 over their encodings in key order. A run's
/// digest is SHA-256 over its groups' digests in key order, a table's is SHA-256 over its runs'
/// digests in order of `run_id`. So a table grows by a run without a look at its old rows.
public struct RunDigest: Sendable, Hashable {
  public let run: RunID
  public let rows: Int
  public let digest: Digest

  public init(run: RunID, rows: Int, digest: Digest) {
    self.run = run
    self.rows = rows
    self.digest = digest
  }

  /// The digest of a table: its runs' digests, in order of `run_id`.
  public static func table(_ runs: some Sequence<Digest>) -> Digest {
    var hash = DigestHasher()
    for run in runs { hash.update(run) }
    return hash.finish()
  }
}

/// Makes a run's digest out of rows that come in key order.
public struct RunHasher {
  private var run = DigestHasher()
  private var group = DigestHasher()
  private var groupKey: [UInt8]?
  public private(set) var rows = 0

  public init() {}

  /// Adds rows of one group: their encodings, one after the other.
  ///
  /// - Parameter key: the group's key bytes; a new one closes the group before it.
  public mutating func add(
    _ encoded: UnsafeRawBufferPointer, rows count: Int, group key: some Collection<UInt8>
  ) {
    if let open = groupKey, !open.elementsEqual(key) { closeGroup() }
    if groupKey == nil { groupKey = Array(key) }
    group.update(encoded)
    rows += count
  }

  /// The rows that were added, and the digest over them.
  public mutating func finish() -> (rows: Int, digest: Digest) {
    closeGroup()
    return (rows, run.finish())
  }

  private mutating func closeGroup() {
    guard groupKey != nil else { return }
    run.update(group.finish())
    group = DigestHasher()
    groupKey = nil
  }
}

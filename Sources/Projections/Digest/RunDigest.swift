public import EventModel

/// What one run put into one table: how many rows, and a digest over them.
///
/// A digest is a tree along the key. Rows that share the first key column behind `run_id` (a
/// symbol, an asset, a coin) make a group: SHA-256 over their encodings in key order. A run's
/// digest is SHA-256 over its groups' digests in key order. A table's digest takes in its runs'
/// digests one after the other, in order of `run_id`, so that a run that sorts after all
/// others is added without reading them.
public struct RunDigest: Sendable, Hashable {
  public let run: RunID
  public let rows: Int
  public let digest: Digest

  public init(run: RunID, rows: Int, digest: Digest) {
    self.run = run
    self.rows = rows
    self.digest = digest
  }

  /// The digest of a table without rows: SHA-256 of nothing.
  public static let emptyTable = Digest.sha256(UnsafeRawBufferPointer(start: nil, count: 0))

  /// The digest of a table: SHA-256 over the digest so far and a run's digest, run after run.
  ///
  /// - Parameters:
  ///   - runs: the runs' digests, in order of `run_id`.
  ///   - before: the digest of the table with the runs before these alone.
  public static func table(_ runs: some Sequence<Digest>, after before: Digest = emptyTable) -> Digest {
    runs.reduce(before) { before, run in
      var hash = DigestHasher()
      hash.update(before)
      hash.update(run)
      return hash.finish()
    }
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

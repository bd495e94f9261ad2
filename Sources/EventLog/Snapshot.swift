import CLMDB
public import EventModel

/// The log as it was when a read began; later appends do not change it.
///
/// Lent by `EventLog.read`, for its closure only. It belongs to one thread at a time.
public struct Snapshot: ~Copyable {
  let view: TransactionView
  private let archive: OpenArchive

  /// The last sequence, 0 when the log is empty. Sequences have no gaps, from 1.
  public let lastSequence: UInt64

  static func begin(_ archive: OpenArchive) throws(EventLogError) -> Snapshot {
    let (handle, pages) = try archive.pages.beginReading(archive.environment)
    let view = TransactionView(
      handle: handle, databases: archive.databases, path: archive.path, pages: pages, isWriting: false)
    do throws(EventLogError) {
      return Snapshot(owning: view, of: archive, lastSequence: try view.lastSequence())
    } catch {
      archive.environment.endRead(handle)
      throw error
    }
  }

  private init(owning view: TransactionView, of archive: OpenArchive, lastSequence: UInt64) {
    self.view = view
    self.archive = archive
    self.lastSequence = lastSequence
  }

  deinit { archive.environment.endRead(view.handle) }

  /// The header of an event, verified against its leaf in the tree. Throws `noSuchEvent` or `damaged`.
  public func header(of sequence: UInt64) throws(EventLogError) -> EventHeader {
    try view.header(of: sequence, last: lastSequence)
  }

  /// The most important fields of an event's header, which is verified against its leaf in the tree.
  public func summary(of sequence: UInt64) throws(EventLogError) -> EventSummary {
    guard let summary = EventSummary(try facts(of: sequence), of: sequence) else {
      throw .damaged(sequence: sequence, what: "query is not UTF-8")
    }
    return summary
  }

  /// Lends the stored bytes of a header, verified against its leaf in the tree.
  public func withHeaderBytes<R>(
    of sequence: UInt64, _ use: (UnsafeRawBufferPointer) -> R
  ) throws(EventLogError) -> R {
    use(try view.verifiedHeaderBytes(of: sequence, last: lastSequence))
  }

  /// How an event's body is stored.
  public func bodyLayout(of sequence: UInt64) throws(EventLogError) -> BodyLayout {
    guard sequence >= 1, sequence <= lastSequence else { throw .noSuchEvent(sequence: sequence) }
    return BodyLayout(try view.bodyRecord(of: sequence))
  }

  /// The last event that was appended at or before `time`, 0 for none. Costs log n reads.
  public func lastSequence(appendedThrough time: Timestamp) throws(EventLogError) -> UInt64 {
    var (known, beyond) = (UInt64(0), lastSequence +| 1)
    while beyond -| known > 1 {
      let middle = known +| (beyond -| known) / 2
      if try appendedAt(of: middle) <= time { known = middle } else { beyond = middle }
    }
    return known
  }

  private func appendedAt(of sequence: UInt64) throws(EventLogError) -> Timestamp {
    let bytes = try view.verifiedHeaderBytes(of: sequence, last: lastSequence)
    let raw = bytes.loadUnaligned(fromByteOffset: HeaderCodec.appendedAtOffset, as: Int64.self)
    return Timestamp(microseconds: Int64(bigEndian: raw))
  }
}

extension Snapshot {
  /// The tree's root over the first `size` events. Size 0 gives SHA-256 of nothing, which must never be published.
  public func treeRoot(size: UInt64) throws(EventLogError) -> Digest {
    try requireEvents(size)
    return try view.verifiedTree.root(size: size)
  }

  /// The hashes that prove leaf `index` (the event's sequence minus 1) in the tree of `size` events, from the leaf's
  /// sibling up.
  public func inclusionProof(index: UInt64, size: UInt64) throws(EventLogError) -> [Digest] {
    try requireEvents(size)
    guard index < size else { throw .noSuchEvent(sequence: index &+ 1) }
    return try view.verifiedTree.inclusionProof(index: index, size: size)
  }

  /// The hashes that prove that the tree of `old` events is the beginning of the tree of `new` events.
  public func consistencyProof(from old: UInt64, to new: UInt64) throws(EventLogError) -> [Digest] {
    try requireEvents(new)
    guard old >= 1, old <= new else { throw .noSuchEvent(sequence: old) }
    return try view.verifiedTree.consistencyProof(from: old, to: new)
  }

  private func requireEvents(_ size: UInt64) throws(EventLogError) {
    guard size <= lastSequence else { throw .noSuchEvent(sequence: size) }
  }
}

public import EventModel

extension Snapshot {
  /// The tree's root over the first `size` events. Size 0 gives SHA-256 of nothing, which is never to be published.
  public func treeRoot(size: UInt64) throws(EventLogError) -> Digest {
    try requireEvents(size)
    return try view.heldTree.root(size: size)
  }

  /// The hashes that prove leaf `index` (the event's sequence minus 1) in the tree of `size` events, from the leaf's
  /// sibling up.
  public func inclusionProof(index: UInt64, size: UInt64) throws(EventLogError) -> [Digest] {
    try requireEvents(size)
    guard index < size else { throw .noSuchEvent(sequence: index &+ 1) }
    return try view.heldTree.inclusionProof(index: index, size: size)
  }

  /// The hashes that prove the tree of `old` events to be the beginning of that of `new` events.
  public func consistencyProof(from old: UInt64, to new: UInt64) throws(EventLogError) -> [Digest] {
    try requireEvents(new)
    guard old >= 1, old <= new else { throw .noSuchEvent(sequence: old) }
    return try view.heldTree.consistencyProof(from: old, to: new)
  }

  private func requireEvents(_ size: UInt64) throws(EventLogError) {
    guard size <= lastSequence else { throw .noSuchEvent(sequence: size) }
  }
}

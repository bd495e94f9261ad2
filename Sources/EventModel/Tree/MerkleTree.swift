/// RFC 6962 over stored hashes: roots and proofs of the first `size` leaves, for any size up to what is stored.
///
/// `stored` reads one hash by its level and its index there; a root reads O(log size) of them, a proof O(log² size).
package struct MerkleTree<Failure: Error> {
  private let stored: (_ level: Int, _ index: UInt64) throws(Failure) -> Digest

  package init(stored: @escaping (_ level: Int, _ index: UInt64) throws(Failure) -> Digest) {
    self.stored = stored
  }

  /// The root over the first `size` leaves.
  package func root(size: UInt64) throws(Failure) -> Digest {
    size == 0 ? TreeHash.empty : try hash(0..<size)
  }

  /// The audit path of leaf `index` (from 0) in the tree of `size` leaves, from the leaf's sibling up.
  package func inclusionProof(index: UInt64, size: UInt64) throws(Failure) -> [Digest] {
    precondition(index < size, "a leaf is proved in a tree that has it")
    return try path(to: index, in: 0..<size)
  }

  /// The proof that the tree of `old` leaves is the beginning of that of `new` leaves (RFC 6962 §2.1.2).
  package func consistencyProof(from old: UInt64, to new: UInt64) throws(Failure) -> [Digest] {
    precondition(0 < old && old <= new, "a tree grows from at least one leaf")
    return try subproof(old, in: 0..<new, isWhole: true)
  }

  /// The hashes that appending leaf `index` stores: its own, then those of the subtrees it completes.
  package func hashes(appending leaf: Digest, at index: UInt64) throws(Failure) -> [Digest] {
    var hashes = [leaf]
    for level in 0..<TreeLayout.subtreesCompleted(byLeaf: index) {
      let left = try stored(level, (index >> UInt64(level)) -| 1)
      hashes.append(TreeHash.node(left, hashes[level]))
    }
    return hashes
  }

  private func hash(_ leaves: Range<UInt64>) throws(Failure) -> Digest {
    let count = leaves.upperBound -| leaves.lowerBound
    if count & (count -| 1) == 0 {
      let level = count.trailingZeroBitCount
      return try stored(level, leaves.lowerBound >> UInt64(level))
    }
    let middle = Self.middle(of: leaves)
    return TreeHash.node(try hash(leaves.lowerBound..<middle), try hash(middle..<leaves.upperBound))
  }

  private func path(to leaf: UInt64, in leaves: Range<UInt64>) throws(Failure) -> [Digest] {
    guard leaves.upperBound -| leaves.lowerBound > 1 else { return [] }
    let middle = Self.middle(of: leaves)
    let (left, right) = (leaves.lowerBound..<middle, middle..<leaves.upperBound)
    return leaf < middle
      ? try path(to: leaf, in: left) + [try hash(right)] : try path(to: leaf, in: right) + [try hash(left)]
  }

  private func subproof(_ old: UInt64, in leaves: Range<UInt64>, isWhole: Bool) throws(Failure) -> [Digest] {
    if old == leaves.upperBound { return isWhole ? [] : [try hash(leaves)] }
    let middle = Self.middle(of: leaves)
    let (left, right) = (leaves.lowerBound..<middle, middle..<leaves.upperBound)
    return old <= middle
      ? try subproof(old, in: left, isWhole: isWhole) + [try hash(right)]
      : try subproof(old, in: right, isWhole: false) + [try hash(left)]
  }

  /// The split after the largest power of two smaller than the number of leaves.
  private static func middle(of leaves: Range<UInt64>) -> UInt64 {
    let count = leaves.upperBound -| leaves.lowerBound
    return leaves.lowerBound +| (1 << UInt64(63 -| (count -| 1).leadingZeroBitCount))
  }
}

/// The two hashes of the RFC 6962 tree.
public enum TreeHash {
  /// SHA-256(0x00 ‖ data).
  public static func leaf(_ data: UnsafeRawBufferPointer) -> Digest {
    Digest.sha256(prefix: 0, data)
  }

  /// SHA-256(0x01 ‖ left ‖ right).
  public static func node(_ left: Digest, _ right: Digest) -> Digest {
    withUnsafeTemporaryAllocation(byteCount: 2 * Digest.byteCount, alignment: 8) { pair in
      left.withBytes { pair.copyMemory(from: $0) }
      right.withBytes {
        UnsafeMutableRawBufferPointer(rebasing: pair[Digest.byteCount...]).copyMemory(from: $0)
      }
      return Digest.sha256(prefix: 1, UnsafeRawBufferPointer(pair))
    }
  }

  /// The root of a tree without leaves, SHA-256 of nothing, as RFC 6962 has it. Never publish it: implementations
  /// disagree.
  public static let empty = Digest.sha256(UnsafeRawBufferPointer(start: nil, count: 0))
}

/// Where the tree's hashes lie: one dense array, the hash (level L, index n) right after (L-1, 2n+1).
///
/// This is the layout of golang.org/x/mod/sumdb/tlog. A leaf is (0, n), counted from 0.
package enum TreeLayout {
  /// The place of the hash of `level` and `index`.
  package static func position(level: Int, index: UInt64) -> UInt64 {
    var leaf = index
    for _ in 0..<level { leaf = 2 *| leaf +| 1 }
    return storedHashes(beforeLeaf: leaf) +| UInt64(level)
  }

  /// How many hashes a tree of `leaves` leaves has stored.
  package static func storedHashes(leaves: UInt64) -> UInt64 {
    storedHashes(beforeLeaf: leaves)
  }

  /// How many subtrees the leaf `index` completes.
  package static func subtreesCompleted(byLeaf index: UInt64) -> Int {
    (index +| 1).trailingZeroBitCount
  }

  private static func storedHashes(beforeLeaf leaf: UInt64) -> UInt64 {
    var count: UInt64 = 0
    var remaining = leaf
    while remaining > 0 {
      count +|= remaining
      remaining >>= 1
    }
    return count
  }
}

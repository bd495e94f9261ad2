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

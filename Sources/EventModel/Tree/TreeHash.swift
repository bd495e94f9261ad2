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

import CCrypto

/// SHA-256 over bytes that come in pieces. A copy is independent.
public struct DigestHasher: Sendable {
  private var context = SHA256_CTX()

  public init() { SHA256_Init(&context) }

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    SHA256_Update(&context, bytes.baseAddress, bytes.count)
  }

  /// Adds the 32 bytes of a digest.
  public mutating func update(_ digest: Digest) { digest.withBytes { update($0) } }

  /// The digest of all that was added.
  public func finish() -> Digest {
    var context = context
    return withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { bytes in
      SHA256_Final(bytes.baseAddress, &context)
      return Digest(bytes: UnsafeRawBufferPointer(bytes))
    }
  }
}

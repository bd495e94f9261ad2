import struct Crypto.SHA256

/// SHA-256 over bytes that come in pieces.
public struct DigestHasher {
  private var hash = SHA256()

  public init() {}

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// Adds the 32 bytes of a digest.
  public mutating func update(_ digest: Digest) {
    digest.withBytes { hash.update(bufferPointer: $0) }
  }

  /// The digest of all that was added.
  public func finish() -> Digest {
    hash.finalize().withUnsafeBytes { Digest(bytes: $0) }
  }
}

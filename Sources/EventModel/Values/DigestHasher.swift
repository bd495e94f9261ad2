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

/// HMAC-SHA256 (RFC 2104) under a key that it does not keep: it holds the states of the two hashes after the key's
/// block.
public struct MessageAuthenticator: Sendable {
  private var inner = DigestHasher()
  private var outer = DigestHasher()

  private static let blockBytes = 64

  /// - Parameter key: any number of bytes; they are not changed, and no copy of them is left behind.
  public init(key: UnsafeRawBufferPointer) {
    var block: [UInt8] = []
    block.reserveCapacity(Self.blockBytes)
    if key.count > Self.blockBytes {
      Digest.sha256(key).withBytes { block.append(contentsOf: $0) }
    } else {
      block.append(contentsOf: key)
    }
    block.append(contentsOf: repeatElement(0, count: Self.blockBytes - block.count))
    Self.add(&block, 0x36, to: &inner)
    Self.add(&block, 0x36 ^ 0x5C, to: &outer)
    block.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
  }

  private static func add(_ block: inout [UInt8], _ pad: UInt8, to hasher: inout DigestHasher) {
    for place in block.indices { block[place] ^= pad }
    block.withUnsafeBytes { hasher.update($0) }
  }

  /// The code of a message.
  public func code(of message: UnsafeRawBufferPointer) -> Digest {
    var (inner, outer) = (inner, outer)
    inner.update(message)
    outer.update(inner.finish())
    return outer.finish()
  }
}

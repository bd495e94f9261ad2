import CCrypto
import Platform

/// HMAC-SHA256 (RFC 2104) under a key that it does not keep: what it holds are the states of the two hashes once the
/// key's block went in. They sign as the key does, so they are kept as one, and are gone with the last owner.
public final class MessageAuthenticator: Sendable {
  /// The inner hash's state, and behind it the outer one's.
  private let states: SecretBytes

  private static let blockBytes = 64
  private static let stateBytes = MemoryLayout<SHA256_CTX>.stride

  /// - Parameter key: any number of bytes; they are not changed, and no copy of them is left behind.
  public init(key: UnsafeRawBufferPointer) {
    states = SecretBytes(capacity: Self.stateBytes * 2) { room in
      withUnsafeTemporaryAllocation(byteCount: Self.blockBytes, alignment: 8) { block in
        defer { OPENSSL_cleanse(block.baseAddress, block.count) }
        block.initializeMemory(as: UInt8.self, repeating: 0)
        if key.count > Self.blockBytes {
          Digest.sha256(key).withBytes { block.copyMemory(from: $0) }
        } else {
          block.copyMemory(from: key)
        }
        let states = room.bindMemory(to: SHA256_CTX.self)
        for (place, pad) in [(0, UInt8(0x36)), (1, 0x36 ^ 0x5C)] {
          for index in block.indices { block[index] ^= pad }
          SHA256_Init(&states[place])
          SHA256_Update(&states[place], block.baseAddress, block.count)
        }
      }
      return Self.stateBytes * 2
    }
  }

  /// The code of a message.
  public func code(of message: UnsafeRawBufferPointer) -> Digest {
    states.withBytes { states in
      withUnsafeTemporaryAllocation(byteCount: Self.stateBytes, alignment: 16) { state in
        withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { code in
          defer { OPENSSL_cleanse(state.baseAddress, state.count) }
          let context = state.bindMemory(to: SHA256_CTX.self).baseAddress
          state.copyMemory(from: UnsafeRawBufferPointer(rebasing: states[..<Self.stateBytes]))
          SHA256_Update(context, message.baseAddress, message.count)
          SHA256_Final(code.baseAddress, context)
          state.copyMemory(from: UnsafeRawBufferPointer(rebasing: states[Self.stateBytes...]))
          SHA256_Update(context, code.baseAddress, code.count)
          SHA256_Final(code.baseAddress, context)
          return Digest(bytes: UnsafeRawBufferPointer(code))
        }
      }
    }
  }
}

import CCrypto

/// Signatures of RFC 8032 by OpenSSL. The same key and text give the same signature.
enum Ed25519 {
  /// What OpenSSL refused.
  enum Problem: Error, CustomStringConvertible {
    case refused(doing: String)

    var description: String {
      switch self {
      case .refused(let doing): "\(doing) failed in libcrypto"
      }
    }
  }

  /// The bytes of a seed, and of a public key.
  static let keyBytes = 32
  private static let signatureBytes = 64

  /// The public key of a seed.
  static func publicKey(of seed: [UInt8]) throws(Problem) -> [UInt8] {
    let key = try Key.ofSeed(seed)
    var (bytes, count) = ([UInt8](repeating: 0, count: keyBytes), keyBytes)
    guard EVP_PKEY_get_raw_public_key(key.handle, &bytes, &count) == 1, count == keyBytes else {
      throw .refused(doing: "deriving a public key")
    }
    return bytes
  }

  /// Signs a text.
  static func signature(of text: [UInt8], seed: [UInt8]) throws(Problem) -> [UInt8] {
    let key = try Key.ofSeed(seed)
    let digest = try Context.make()
    var (bytes, count) = ([UInt8](repeating: 0, count: signatureBytes), signatureBytes)
    guard EVP_DigestSignInit(digest.handle, nil, nil, nil, key.handle) == 1,
      EVP_DigestSign(digest.handle, &bytes, &count, text, text.count) == 1, count == signatureBytes
    else { throw .refused(doing: "signing") }
    return bytes
  }

  /// Whether a signature is of this text by this key; one of another length is not.
  static func isValid(_ signature: [UInt8], of text: [UInt8], key: [UInt8]) throws(Problem) -> Bool {
    let key = try Key.ofPublicBytes(key)
    let digest = try Context.make()
    guard EVP_DigestVerifyInit(digest.handle, nil, nil, nil, key.handle) == 1 else {
      throw .refused(doing: "verifying a signature")
    }
    return EVP_DigestVerify(digest.handle, signature, signature.count, text, text.count) == 1
  }

  /// A key of OpenSSL's.
  private struct Key: ~Copyable {
    let handle: OpaquePointer

    private init(owning handle: OpaquePointer) { self.handle = handle }

    deinit { EVP_PKEY_free(handle) }

    static func ofSeed(_ seed: [UInt8]) throws(Problem) -> Key {
      guard let handle = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
        throw .refused(doing: "reading a seed")
      }
      return Key(owning: handle)
    }

    static func ofPublicBytes(_ bytes: [UInt8]) throws(Problem) -> Key {
      guard let handle = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
        throw .refused(doing: "reading a public key")
      }
      return Key(owning: handle)
    }
  }

  /// One signing or verification of OpenSSL's.
  private struct Context: ~Copyable {
    let handle: OpaquePointer

    private init(owning handle: OpaquePointer) { self.handle = handle }

    deinit { EVP_MD_CTX_free(handle) }

    static func make() throws(Problem) -> Context {
      guard let handle = EVP_MD_CTX_new() else { throw .refused(doing: "making room for a signature") }
      return Context(owning: handle)
    }
  }
}

import Platform

/// Bytes followed by the 64 zero bytes that the scanners may read past the end.
///
/// One allocation, reused by ``replace(copying:)`` as long as it is large enough.
///
/// Sendable unchecked: it is the only owner of its allocation and changes it only when borrowed
/// exclusively.
public struct PaddedBytes: ~Copyable, @unchecked Sendable {
  /// How many zero bytes must be readable after the last byte of a scanned buffer.
  public static let padding = 64

  /// Number of bytes, padding excluded.
  public private(set) var count: Int
  private var storage: UnsafeMutableRawPointer
  private var capacity: Int

  /// No bytes, with space for `capacity`.
  public init(capacity: Int = 0) {
    self.capacity = capacity
    count = 0
    storage = .allocate(byteCount: capacity + Self.padding, alignment: 64)
    storage.initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
  }

  /// A copy of `bytes`.
  public init(copying bytes: UnsafeRawBufferPointer) {
    self.init(capacity: bytes.count)
    replace(copying: bytes)
  }

  /// A copy of `bytes`.
  public init(_ bytes: [UInt8]) {
    self.init(capacity: bytes.count)
    bytes.withUnsafeBytes { replace(copying: $0) }
  }

  deinit { storage.deallocate() }

  /// Replaces the content with a copy of `bytes`.
  public mutating func replace(copying bytes: UnsafeRawBufferPointer) {
    if bytes.count > capacity {
      storage.deallocate()
      capacity = bytes.count
      storage = .allocate(byteCount: capacity + Self.padding, alignment: 64)
    }
    count = bytes.count
    if let source = bytes.baseAddress { storage.copyMemory(from: source, byteCount: bytes.count) }
    (storage + count).initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
  }

  /// The bytes without their padding, valid while this value lives and is not replaced.
  public var unsafeBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: storage, count: count) }
}

/// The bytes that the values of one document share.
final class JSONSource: Sendable {
  private enum Owner: ~Copyable {
    case padded(PaddedBytes)
    case secret(SecretBytes)
  }

  private let owner: Owner

  init(_ padded: consuming PaddedBytes) { owner = .padded(padded) }

  /// A document with a secret in it, which is read where it lies.
  init(_ secret: consuming SecretBytes) {
    precondition(SecretBytes.padding >= PaddedBytes.padding, "the scanners read past the end")
    owner = .secret(secret)
  }

  /// The bytes, valid while this lives.
  var unsafeBytes: UnsafeRawBufferPointer {
    switch owner {
    case .padded(let bytes): bytes.unsafeBytes
    case .secret(let bytes): bytes.withBytes { $0 }
    }
  }
}

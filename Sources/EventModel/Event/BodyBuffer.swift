/// The decoded bytes of one body, followed by at least `paddingBytes` zero bytes.
///
/// Immutable once a `BodyReader` has handed it out: the reader takes it back only when nobody else holds it. The
/// pointer lives as long as the buffer; hold the buffer while you use it (`withBytes` does).
///
/// `@unchecked Sendable`: its bytes change only while its reader holds the one reference.
public final class BodyBuffer: @unchecked Sendable {
  /// At least how many zero bytes follow a body: what a SIMD parser reads past its end.
  public static let paddingBytes = 64

  private let storage: UnsafeMutableRawBufferPointer
  private var count = 0

  package init(capacity: Int) {
    storage = .allocate(byteCount: capacity + Self.paddingBytes, alignment: 64)
  }

  deinit { storage.deallocate() }

  /// The body.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage[..<count])
  }

  /// Lends the body, and keeps the buffer alive meanwhile.
  public func withBytes<R, E>(_ use: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    defer { withExtendedLifetime(self) {} }
    return try use(bytes)
  }

  /// How large a body it can take.
  package var capacity: Int { storage.count - Self.paddingBytes }

  /// Prepares for a body of `count` bytes, which the caller writes next, and sets the padding.
  package func prepare(_ count: Int) -> UnsafeMutableRawBufferPointer {
    precondition(count <= capacity, "the pool hands out buffers that are large enough")
    self.count = count
    UnsafeMutableRawBufferPointer(rebasing: storage[count..<count + Self.paddingBytes])
      .initializeMemory(as: UInt8.self, repeating: 0)
    return UnsafeMutableRawBufferPointer(rebasing: storage[..<count])
  }
}

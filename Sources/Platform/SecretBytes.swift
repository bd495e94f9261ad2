import CLinux
import Glibc

/// Bytes that are to leave no trace: they have one owner, lie in pages of their own that are neither dumped nor swapped,
/// and are overwritten when the owner ends.
///
/// Where the system locks no more memory (`ulimit -l`), the pages may be swapped; everything else holds.
///
/// Sendable unchecked: it is the only owner of its memory, which does not change after it is filled.
public struct SecretBytes: ~Copyable, @unchecked Sendable {
  /// How many zero bytes are readable after the last byte.
  public static let padding = 64

  /// How many bytes there are, padding excluded.
  public let count: Int
  /// How many there is room for.
  public let capacity: Int
  private let memory: UnsafeMutableRawPointer

  /// Bytes that a closure writes.
  ///
  /// - Parameters:
  ///   - capacity: how much room it gets, at least; all of it is zero.
  ///   - fill: writes and gives how many bytes there are now, from the first on.
  public init<Failure: Error>(
    capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    let page = Int(sysconf(CInt(_SC_PAGESIZE)))
    let whole = (capacity + Self.padding + page - 1) / page * page
    let memory = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: page)
    // Neither may be granted, and without them the bytes are still overwritten.
    _ = mlock(memory, whole)
    _ = madvise(memory, whole, MADV_DONTDUMP)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: whole)
    self.memory = memory
    self.capacity = whole - Self.padding
    do throws(Failure) {
      let count = try fill(UnsafeMutableRawBufferPointer(start: memory, count: whole - Self.padding))
      precondition(count <= whole - Self.padding, "more bytes than there was room for")
      self.count = count
    } catch {
      Self.release(memory, whole)
      throw error
    }
  }

  /// A copy of these bytes.
  public init(copying bytes: UnsafeRawBufferPointer) {
    self.init(capacity: bytes.count) { room in
      room.copyMemory(from: bytes)
      return bytes.count
    }
  }

  /// A copy of a text, which itself stays where it is.
  public init(copying text: String) {
    let letters = text.utf8
    self.init(capacity: letters.count) { room in
      room.copyBytes(from: letters)
      return letters.count
    }
  }

  deinit { Self.release(memory, capacity + Self.padding) }

  private static func release(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    explicit_bzero(memory, count)
    _ = madvise(memory, count, MADV_DODUMP)
    munlock(memory, count)
    memory.deallocate()
  }

  /// Lends the bytes.
  public func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: memory, count: count))
  }
}

extension SecretBytes {
  /// The value of a variable of the environment, which has it no longer: not for this process, not for one that it
  /// starts, and not for who looks at it from outside. Nil where there is no such variable.
  ///
  /// No other thread may use the environment meanwhile.
  public static func takingFromEnvironment(_ name: String) -> SecretBytes? {
    guard let value = getenv(name) else { return nil }
    let count = strlen(value)
    let bytes = SecretBytes(copying: UnsafeRawBufferPointer(start: value, count: count))
    explicit_bzero(value, count)
    unsetenv(name)
    return bytes
  }

  /// Overwrites the part of this thread's stack that returned functions have used, where those that read or hashed a
  /// secret may have left some of it.
  public static func wipeUsedStack() { bnus_wipe_used_stack() }
}

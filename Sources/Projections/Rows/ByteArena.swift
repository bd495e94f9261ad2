/// Bytes that a batch owns: unescaped strings, formatted times, assembled JSON. It grows and is
/// emptied as a whole, so a batch allocates nothing once it has seen its largest event.
///
/// A class around raw memory, because cells are read through its base pointer while the batch
/// is written to a sink; an array would not promise that the pointer stays.
final class ByteArena {
  private(set) var base: UnsafeMutableRawPointer
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 4096) {
    self.capacity = capacity
    base = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  func removeAll() { count = 0 }

  /// Copies bytes to the end and returns a cell that points to them.
  func append(_ bytes: some Collection<UInt8>) -> Cell {
    let start = count
    let place = reserve(bytes.count)
    UnsafeMutableRawBufferPointer(start: place, count: bytes.count).copyBytes(from: bytes)
    count += bytes.count
    return .ownText(offset: start, length: bytes.count)
  }

  /// Reserves `size` more bytes and returns where they go; `advance` then keeps them.
  @inline(__always)
  func reserve(_ size: Int) -> UnsafeMutableRawPointer {
    if count + size > capacity { grow(by: size) }
    return base + count
  }

  private func grow(by size: Int) {
    capacity = max(capacity * 2, count + size)
    let bigger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    bigger.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = bigger
  }

  /// Keeps `size` bytes that were written where `reserve` pointed.
  @inline(__always)
  func advance(_ size: Int) { count += size }

  /// Keeps `size` bytes that were written where `reserve` pointed, and gives a cell of them.
  func advance(by size: Int) -> Cell {
    defer { count += size }
    return .ownText(offset: count, length: size)
  }
}

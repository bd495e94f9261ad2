/// Memory that grows to what is asked of it and is used again.
struct ScratchBytes: ~Copyable {
  private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { storage.deallocate() }

  /// At least `count` bytes of no known content, valid until the next call.
  mutating func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if storage.count < count {
      storage.deallocate()
      storage = .allocate(byteCount: count + count / 4, alignment: 16)
    }
    return storage
  }
}

import Platform

/// The names a scanner looks for, laid out to be compared with a key in a few instructions.
///
/// A name's first 24 bytes are in three masked words; the rest of a longer one is compared with
/// `memcmp`. Keys are read 24 bytes at a time, so they must lie in padded bytes.
struct FieldTable: ~Copyable {
  private struct Entry {
    var words: (UInt64, UInt64, UInt64)
    var masks: (UInt64, UInt64, UInt64)
    var length: Int
    var name: UnsafeMutablePointer<UInt8>
  }

  private static var wordBytes: Int { 24 }

  private let entries: UnsafeMutablePointer<Entry>
  /// Open addressing from the hash of a key to its slot; -1 is empty.
  private let buckets: UnsafeMutablePointer<Int32>
  private let bucketMask: Int
  let count: Int

  init(_ fields: [String]) {
    precondition(Set(fields).count == fields.count, "a field is named twice")
    count = fields.count
    var size = 8
    while size < 4 * fields.count { size *= 2 }
    bucketMask = size - 1
    buckets = .allocate(capacity: size)
    buckets.initialize(repeating: -1, count: size)
    entries = .allocate(capacity: max(fields.count, 1))
    for (slot, field) in fields.enumerated() {
      let entry = Self.entry(Array(field.utf8))
      (entries + slot).initialize(to: entry)
      var bucket = Self.hash(entry.name, entry.length) & bucketMask
      while buckets[bucket] >= 0 { bucket = (bucket &+ 1) & bucketMask }
      buckets[bucket] = Int32(slot)
    }
  }

  deinit {
    for slot in 0..<count { entries[slot].name.deallocate() }
    entries.deallocate()
    buckets.deallocate()
  }

  /// Whether the key is the name in this slot.
  @inline(__always)
  func matches(_ slot: Int, _ key: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let entry = entries + slot
    if entry.pointee.length != length { return false }
    let raw = UnsafeRawPointer(key)
    let first = (raw.loadUnaligned(as: UInt64.self) ^ entry.pointee.words.0) & entry.pointee.masks.0
    let second =
      (raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) ^ entry.pointee.words.1) & entry.pointee.masks.1
    let third =
      (raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self) ^ entry.pointee.words.2) & entry.pointee.masks.2
    if first | second | third != 0 { return false }
    return length <= Self.wordBytes || Memory.isSame(key, entry.pointee.name, length)
  }

  /// The slot of a key, or -1.
  func slot(_ key: UnsafePointer<UInt8>, _ length: Int) -> Int {
    if count == 0 { return -1 }
    var bucket = Self.hash(key, length) & bucketMask
    while buckets[bucket] >= 0 {
      let slot = Int(buckets[bucket])
      if matches(slot, key, length) { return slot }
      bucket = (bucket &+ 1) & bucketMask
    }
    return -1
  }

  private static func entry(_ name: [UInt8]) -> Entry {
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: name.count + PaddedBytes.padding)
    copy.initialize(repeating: 0, count: name.count + PaddedBytes.padding)
    for (index, byte) in name.enumerated() { copy[index] = byte }
    var mask = [UInt8](repeating: 0, count: wordBytes)
    for index in 0..<min(name.count, wordBytes) { mask[index] = 0xFF }
    let masks = mask.withUnsafeBytes { words(UnsafeRawPointer($0.baseAddress ?? UnsafeRawPointer(copy))) }
    return Entry(words: words(copy), masks: masks, length: name.count, name: copy)
  }

  private static func words(_ bytes: UnsafeRawPointer) -> (UInt64, UInt64, UInt64) {
    (
      bytes.loadUnaligned(as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
    )
  }

  /// A hash of the length and the first and last eight bytes.
  private static func hash(_ key: UnsafePointer<UInt8>, _ length: Int) -> Int {
    let raw = UnsafeRawPointer(key)
    var head = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
    var tail: UInt64 = 0
    if length >= 8 {
      tail = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self))
    } else {
      head &= (1 &<< (UInt64(length) &* 8)) &- 1
    }
    let mixed = (head ^ (tail &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(length)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: mixed &>> 32)
  }
}

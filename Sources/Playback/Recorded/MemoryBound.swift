/// Values by key in a bounded number of bytes: what was not used lately is forgotten.
///
/// Two generations: a value that is used comes into the younger one; when that has half of the
/// bytes, the older one is dropped and the younger takes its place.
struct MemoryBound<Key: Hashable, Value> {
  private typealias Generation = [Key: (value: Value, bytes: Int)]

  private let limit: Int
  private var young: Generation = [:]
  private var old: Generation = [:]
  private var youngBytes = 0

  /// - Parameter limit: in bytes; a value that passes half of it is kept until the next comes.
  init(limit: Int) { self.limit = limit }

  subscript(key: Key) -> Value? {
    mutating get {
      if let found = young[key] { return found.value }
      guard let found = old.removeValue(forKey: key) else { return nil }
      keep(found.value, as: key, bytes: found.bytes)
      return found.value
    }
  }

  mutating func keep(_ value: Value, as key: Key, bytes: Int) {
    if youngBytes + bytes > limit / 2, !young.isEmpty {
      old = young
      young = [:]
      youngBytes = 0
    }
    if let before = young[key] { youngBytes -= before.bytes }
    young[key] = (value, bytes)
    youngBytes += bytes
  }
}

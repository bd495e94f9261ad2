/// The decoded bytes of a body, up to a limit.
struct BodyCollector {
  let limitBytes: Int
  private(set) var bytes: [UInt8] = []
  /// Whether more came than the limit allows.
  private(set) var passedLimit = false

  init(limitBytes: Int) {
    self.limitBytes = limitBytes
  }

  /// Keeps what fits; false when that was not all.
  mutating func take(_ more: UnsafeRawBufferPointer) -> Bool {
    let room = limitBytes - bytes.count
    // Doubling would reserve up to twice the limit.
    let needed = bytes.count + min(more.count, room)
    if needed > bytes.capacity { bytes.reserveCapacity(min(limitBytes, max(needed, 2 * bytes.capacity))) }
    bytes.append(contentsOf: more.prefix(room))
    passedLimit = passedLimit || more.count > room
    return !passedLimit
  }
}

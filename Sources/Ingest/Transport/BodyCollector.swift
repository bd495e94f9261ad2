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
    bytes.append(contentsOf: more.prefix(room))
    passedLimit = passedLimit || more.count > room
    return !passedLimit
  }
}

import EventModel

/// Body buffers to be used again, once nobody but the pool holds them.
struct BodyBufferPool {
  private var buffers: [BodyBuffer] = []

  /// How many buffers are remembered; one that is pushed out lives as long as its holders.
  private static let limit = 48

  /// A buffer for a body of `count` bytes that nobody else holds: the smallest that is free, or a new one.
  mutating func take(_ count: Int) -> BodyBuffer {
    var best: Int?
    var tooSmall: Int?
    for index in buffers.indices where isKnownUniquelyReferenced(&buffers[index]) {
      if buffers[index].capacity < count {
        tooSmall = index
      } else if best.map({ buffers[index].capacity < buffers[$0].capacity }) ?? true {
        best = index
      }
    }
    if let best { return buffers[best] }
    if let tooSmall {
      buffers.remove(at: tooSmall)
    } else if buffers.count == Self.limit {
      buffers.removeFirst()
    }
    let buffer = BodyBuffer(capacity: Self.roomy(count))
    buffers.append(buffer)
    return buffer
  }

  /// An eighth more than asked for, in whole pages, so that a body that grows a little finds room.
  private static func roomy(_ count: Int) -> Int {
    (count + count / 8 + 4095) & ~4095
  }
}

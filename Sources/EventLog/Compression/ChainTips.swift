import EventModel

/// The last decoded body of each endpoint's chain, the least recently used given up first.
struct ChainTips {
  struct Tip {
    let sequence: UInt64
    let body: BodyBuffer
    fileprivate var used: UInt64
  }

  private var tips: [String: Tip] = [:]
  private var bytes = 0
  private var clock: UInt64 = 0

  private static let entryLimit = 32
  private static let byteLimit = 256 << 20

  mutating func tip(of endpoint: String) -> Tip? {
    clock +|= 1
    tips[endpoint]?.used = clock
    return tips[endpoint]
  }

  mutating func keep(_ body: BodyBuffer, of sequence: UInt64, for endpoint: String) {
    drop(endpoint)
    clock +|= 1
    tips[endpoint] = Tip(sequence: sequence, body: body, used: clock)
    bytes += body.capacity
    while tips.count > 1, tips.count > Self.entryLimit || bytes > Self.byteLimit,
      let oldest = tips.min(by: { $0.value.used < $1.value.used })
    {
      drop(oldest.key)
    }
  }

  mutating func drop(_ endpoint: String) {
    if let dropped = tips.removeValue(forKey: endpoint) { bytes -= dropped.body.capacity }
  }
}

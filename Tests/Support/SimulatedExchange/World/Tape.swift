/// The count of a market's public trades: which ids it has given by any time.
///
/// Time is cut into slots of a length of the market's own; at the start of each slot it trades,
/// and the slot's ids follow those of the slot before without a gap, from 0.
struct Tape: Sendable {
  private let seed: UInt64
  private let opensAt: SimulatedTime
  let slotLength: Int64
  private let tradesPerSlot: Int64

  init(seed: UInt64, opensAt: SimulatedTime, isBusy: Bool) {
    self.seed = seed
    let draw = SplitMix64.hash(seed, 1)
    if isBusy {
      slotLength = 30_000
      tradesPerSlot = 64
    } else if draw % 100 < 42 {
      slotLength = 5_000 + Int64((draw >> 8) % 3_595) * 1_000
      tradesPerSlot = 1 + Int64((draw >> 32) % 12)
    } else {
      slotLength = 7_200_000 + Int64((draw >> 8) % 36_000) * 1_000
      tradesPerSlot = 1 + Int64((draw >> 32) % 4)
    }
    self.opensAt = opensAt.adding(milliseconds: Int64((draw >> 40) % 5_000))
  }

  /// The slot that holds `time`; below 0 before the first trade.
  func slot(at time: SimulatedTime) -> Int64 {
    let elapsed = time.milliseconds - opensAt.milliseconds
    return elapsed < 0 ? -1 : elapsed / slotLength
  }

  /// When the trades of a slot happened.
  func time(ofSlot slot: Int64) -> SimulatedTime {
    opensAt.adding(milliseconds: slot * slotLength)
  }

  /// How many ids were given before the slot: the slot's first id.
  func tradesBefore(slot: Int64) -> Int64 {
    guard slot > 0 else { return 0 }
    let extra = Int64(SplitMix64.hash(seed, UInt64(slot) &+ 77) % UInt64(tradesPerSlot / 2 + 1))
    return slot * tradesPerSlot + extra
  }

  /// The first order id of the slot; most orders never trade.
  func ordersBefore(slot: Int64) -> Int64 {
    tradesBefore(slot: slot) * 7 + 1
  }

  /// A seed for whatever else depends on the slot alone.
  func draw(slot: Int64, salt: UInt64) -> UInt64 {
    SplitMix64.hash(seed &+ salt, UInt64(bitPattern: slot))
  }
}

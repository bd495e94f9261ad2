/// The decision to open a market: which pair, when, and how its trading will be counted.
struct Listing: Sendable {
  let base: Int
  let quote: Int
  let at: SimulatedTime
  /// When trading ends for good.
  var haltsAt: SimulatedTime?
  /// Markets of one tape have the same trade ids at the same time.
  let tape: UInt64
  /// True where the simulated account may trade: such a market trades twice a minute.
  let isBusy: Bool
}

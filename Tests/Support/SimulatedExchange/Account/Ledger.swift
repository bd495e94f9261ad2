/// Every change of every balance in order of time; balances at a time are its sums.
struct Ledger: Sendable {
  struct Balance: Sendable {
    var free = Amount.zero
    var locked = Amount.zero
  }

  private struct Entry: Sendable {
    let time: SimulatedTime
    let asset: Int
    let free: Amount
    let locked: Amount
  }

  private var entries: [Entry] = []
  /// The balances before each entry whose position is a multiple of `stride`.
  private var checkpoints: [[Balance]] = []
  private static let stride = 4096
  /// The balances after the last entry.
  private(set) var balances: [Balance]

  init(assets: Int) {
    balances = Array(repeating: Balance(), count: assets)
  }

  /// Adds a change; times must not go back.
  mutating func post(_ time: SimulatedTime, _ asset: Int, free: Amount = .zero, locked: Amount = .zero) {
    precondition(entries.last.map { $0.time <= time } ?? true, "the ledger is written in order of time")
    if entries.count % Ledger.stride == 0 { checkpoints.append(balances) }
    entries.append(Entry(time: time, asset: asset, free: free, locked: locked))
    balances[asset].free += free
    balances[asset].locked += locked
    precondition(balances[asset].free >= .zero && balances[asset].locked >= .zero, "a balance below zero")
  }

  /// The balances at a time, by asset.
  func balances(at time: SimulatedTime) -> [Balance] {
    let end = entries.partitioningIndex { $0.time > time }
    guard end > 0 else { return Array(repeating: Balance(), count: balances.count) }
    let checkpoint = (end - 1) / Ledger.stride
    var sums = checkpoints[checkpoint]
    for entry in entries[(checkpoint * Ledger.stride)..<end] {
      sums[entry.asset].free += entry.free
      sums[entry.asset].locked += entry.locked
    }
    return sums
  }

  /// When the last change by `time` happened.
  func lastChange(at time: SimulatedTime) -> SimulatedTime? {
    let end = entries.partitioningIndex { $0.time > time }
    return end > 0 ? entries[end - 1].time : nil
  }
}

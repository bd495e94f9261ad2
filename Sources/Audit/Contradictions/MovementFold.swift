import EventLog
import JSONView

/// Gathers what archived answers tell of deposits, withdrawals, distributions and dust, each once.
struct MovementFold {
  private(set) var timed: TradeFlows
  private(set) var untimed: [(movement: Movement, sequence: UInt64)] = []
  private var seen: Set<UInt64> = []

  init(cuts: [AccountCut]) { timed = TradeFlows(cuts: cuts) }

  mutating func take(_ value: JSONValue, _ header: EventHeader) {
    guard Movement.endpoints.contains(header.endpoint) else { return }
    for movement in Movement.all(in: value, endpoint: header.endpoint)
    where seen.insert(movement.mark).inserted {
      if let time = movement.time {
        timed.add(movement.amount, of: movement.asset, at: time)
      } else {
        untimed.append((movement, header.sequence))
      }
    }
  }
}

import BinanceUS
import EventLog
import EventModel
import JSONView

/// Gathers what archived responses state of deposits, withdrawals, distributions and dust, each once.
struct MovementFold {
  private(set) var timed: TradeFlows
  private(set) var untimed: [(movement: Movement, sequence: UInt64)] = []
  private var seen: Set<UInt64> = []

  init(cuts: [AccountCut]) { timed = TradeFlows(cuts: cuts) }

  mutating func take(_ value: JSONValue, _ header: EventHeader) {
    let movements = Endpoint(path: header.endpoint).flatMap { Movement.all(in: value, of: $0) } ?? []
    for movement in movements where seen.insert(movement.mark).inserted {
      if let time = movement.time {
        timed.add(movement.amount, of: movement.asset, at: time)
      } else {
        untimed.append((movement, header.sequence))
      }
    }
  }
}

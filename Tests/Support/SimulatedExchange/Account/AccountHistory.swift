/// Everything the account ever does, from its first deposit to its last trade.
struct AccountHistory: Sendable {
  /// In the order of placement.
  let orders: [Order]
  /// In the order of time.
  let trades: [Trade]
  /// Positions in `orders` by instrument, ids ascending.
  let ordersByInstrument: [[Int]]
  /// Positions in `trades` by instrument, ids and times ascending.
  let tradesByInstrument: [[Int]]
  let movements: [Movement]
  let ledger: Ledger

  /// The instrument's trades by `time`.
  func trades(of instrument: Int, at time: SimulatedTime) -> ArraySlice<Int> {
    let all = tradesByInstrument[instrument]
    return all[..<all.partitioningIndex { trades[$0].time > time }]
  }

  /// The instrument's orders placed by `time`.
  func orders(of instrument: Int, at time: SimulatedTime) -> ArraySlice<Int> {
    let all = ordersByInstrument[instrument]
    return all[..<all.partitioningIndex { orders[$0].placedAt > time }]
  }

  /// The movements by `time`.
  func movements(_ kind: Movement.Kind, at time: SimulatedTime) -> [Movement] {
    movements.filter { $0.kind == kind && $0.time <= time }
  }
}

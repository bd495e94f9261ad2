import SimulatedExchange

/// What an archive must hold after runs that fetched everything from a world at some moments, in the words that
/// `SyncBench` compares.
struct SeenTruth {
  private(set) var trades: Set<String> = []
  /// Each order as it stood when it could be seen last.
  var orders: Set<String> { Set(states.values) }
  private var states: [String: String] = [:]

  /// - Parameter moments: ascending.
  init(_ truth: WorldTruth, at moments: [SimulatedTime]) {
    for moment in moments {
      let listed = Set(truth.symbols(at: moment).map(\.symbol))
      for trade in truth.trades(at: moment) where listed.contains(trade.symbol) {
        trades.insert(
          "\(trade.symbol) \(trade.id) \(trade.orderId) \(trade.price) \(trade.quantity) \(trade.commission)")
      }
      for order in truth.orders(at: moment) where listed.contains(order.symbol) && !order.isArchived {
        let name = "\(order.symbol) \(order.orderId)"
        states[name] = "\(name) \(order.status) \(order.executedQuantity)"
      }
    }
  }
}

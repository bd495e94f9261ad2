/// What is known of one instrument's trades and orders.
struct SymbolRecords {
  var tradeEpoch = 0
  var orderEpoch = 0
  var trades = KnownRecords()
  var orders = KnownRecords()
  /// By order, what its trades add up to and the last event that held one of them.
  var traded: [Int64: (sum: ExactAmount, sequence: UInt64)] = [:]
  /// Orders that ended, with what they executed and when they ended in milliseconds.
  var executed: [Int64: (sum: ExactAmount, endedAt: Int64, sequence: UInt64)] = [:]
  /// When an answer last showed the end of the trades, in milliseconds.
  var tradesShownUntil = Int64.min

  /// A response showed the end of the trades.
  mutating func showTrades(until moment: Int64) { tradesShownUntil = max(tradesShownUntil, moment) }

  /// Another instrument has taken the name: nothing known before speaks of it.
  mutating func enter(tradeEpoch: Int, orderEpoch: Int) {
    guard (tradeEpoch, orderEpoch) != (self.tradeEpoch, self.orderEpoch) else { return }
    self = SymbolRecords()
    (self.tradeEpoch, self.orderEpoch) = (tradeEpoch, orderEpoch)
  }
}

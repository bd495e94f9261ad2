/// One order of the account with its whole life; `state(at:trades:)` is how it stood at a time.
struct Order: Sendable {
  enum Side: String, Sendable {
    case buy = "BUY"
    case sell = "SELL"
  }

  enum Kind: String, Sendable {
    case limit = "LIMIT"
    case market = "MARKET"
    case limitMaker = "LIMIT_MAKER"
    case stopLossLimit = "STOP_LOSS_LIMIT"
  }

  enum TimeInForce: String, Sendable {
    case goodTillCanceled = "GTC"
    case immediateOrCancel = "IOC"
    case fillOrKill = "FOK"
  }

  enum Status: String, Sendable {
    case new = "NEW"
    case partiallyFilled = "PARTIALLY_FILLED"
    case filled = "FILLED"
    case canceled = "CANCELED"
    case expired = "EXPIRED"
    case expiredInMatch = "EXPIRED_IN_MATCH"

    var isFinal: Bool { self != .new && self != .partiallyFilled }
  }

  let instrument: Int
  var id: Int64 = 0
  /// -1 unless the order is a leg of an order list.
  var listId: Int64 = -1
  let side: Side
  let kind: Kind
  var timeInForce = TimeInForce.goodTillCanceled
  var price = Amount.zero
  var stopPrice = Amount.zero
  var icebergQuantity = Amount.zero
  var quantity: Amount
  /// What the owner wanted to spend, for market orders given in the quote asset.
  var quoteOrderQuantity = Amount.zero
  var trailingDelta: Int64?
  var allowsSelfTrade = false
  var preventedMatchId: Int64?
  let placedAt: SimulatedTime
  /// When it entered the book; nil while it waits for its stop price.
  var workingAt: SimulatedTime?
  var finishedAt: SimulatedTime?
  var finalStatus = Status.new
  /// Positions in the account's list of trades, in order of time.
  var fills: [Int] = []
}

/// How an order stood at some time.
struct OrderState: Sendable {
  var status: Order.Status
  var executed: Amount
  var quoteSum: Amount
  var updatedAt: SimulatedTime
  var workingAt: SimulatedTime?
}

extension Order {
  /// The order as the exchange showed it at `time`, which is not before it was placed.
  func state(at time: SimulatedTime, trades: [Trade]) -> OrderState {
    var state = OrderState(
      status: .new, executed: .zero, quoteSum: .zero, updatedAt: placedAt, workingAt: nil)
    if let workingAt, workingAt <= time {
      state.workingAt = workingAt
      state.updatedAt = workingAt
    }
    for index in fills {
      let trade = trades[index]
      guard trade.time <= time else { break }
      state.executed += trade.quantity
      state.quoteSum += trade.quoteQuantity
      state.status = .partiallyFilled
      state.updatedAt = trade.time
    }
    if let finishedAt, finishedAt <= time {
      state.status = finalStatus
      state.updatedAt = finishedAt
    }
    return state
  }

  /// An order that ended without a fill is put away 90 days later and no longer listed.
  func isArchived(at time: SimulatedTime) -> Bool {
    guard time >= Change.orderArchive, fills.isEmpty, let finishedAt else { return false }
    return (finalStatus == .canceled || finalStatus == .expired) && finishedAt.adding(days: 90) < time
  }
}

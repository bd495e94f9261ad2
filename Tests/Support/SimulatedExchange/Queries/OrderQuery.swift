/// GET /api/v3/order: one order by its id or by the client's.
struct OrderQuery {
  let instrument: Instrument
  private let orderId: Int64?
  private let clientOrderId: String?
  private let time: SimulatedTime

  init(_ request: SimulatedRequest, market: Market, at time: SimulatedTime) throws(Refusal) {
    let query = try QueryReader(
      request, reads: ["symbol", "orderId", "origClientOrderId"], isSigned: true)
    instrument = try query.instrument(in: market, at: time)
    orderId = try query.integer("orderId")
    clientOrderId = query.text("origClientOrderId")
    self.time = time
    guard orderId != nil || clientOrderId != nil else {
      throw .coded(
        -1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
    }
  }

  /// The order's position in the history.
  func position(in history: AccountHistory) throws(Refusal) -> Int {
    let all = history.orders(of: instrument.index, at: time)
    let found = all.first { position in
      if let orderId { return history.orders[position].id == orderId }
      return OrderBody.clientOrderId(position: position) == clientOrderId
    }
    guard let found else { throw .noSuchOrder }
    if history.orders[found].isArchived(at: time) { throw .orderArchived }
    return found
  }
}

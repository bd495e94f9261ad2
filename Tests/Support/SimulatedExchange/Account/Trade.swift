/// One fill of one of the account's orders. The two sides of a self trade share the id.
struct Trade: Sendable {
  let instrument: Int
  let id: Int64
  /// Position in the account's list of orders.
  let order: Int
  let orderId: Int64
  let orderListId: Int64
  let price: Amount
  let quantity: Amount
  let quoteQuantity: Amount
  let commission: Amount
  let commissionAsset: Int
  let time: SimulatedTime
  let isBuyer: Bool
  let isMaker: Bool
}
